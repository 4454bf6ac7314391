import { useQueries, useQuery } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { suppliedQuery, suppliedWholeQuery } from './suppliedApi.ts';

/** What is bought at suppliers for an order, with its lines as they are read. */
export function useSupplied(order: string) {
  const may = useMay()('purchasing.order.read');
  const { data: rows = [], error, refetch } = useQuery({ ...suppliedQuery(order), enabled: may });
  const wholes = useQueries({ queries: rows.map(({ id }) => suppliedWholeQuery(id)) }).flatMap(({ data }) => data ?? []);
  return { rows, wholes, error, again: () => void refetch() };
}
