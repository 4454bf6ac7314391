// The connected shops by their names: the rooms that show what shops say call them so.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { StateName } from '../ui/states.ts';
import { api, type Schemas } from './api.ts';
import { useMay } from './me.ts';

export type Shop = Schemas['AccountOut'];

/** The keys of all questions about connected shops begin with it. */
export const ACCOUNTS = ['connections', 'account'] as const;
const SHOPS_MAX = 200;

export const shopsQuery = queryOptions({
  queryKey: [...ACCOUNTS, 'names'],
  queryFn: async ({ signal }): Promise<readonly Shop[]> => (await api.get('/api/connections/accounts', { query: { limit: SHOPS_MAX }, signal })).items,
  staleTime: 60_000,
});

export type Shops = {
  /** Undefined while they are not known. */
  all: readonly Shop[] | undefined;
  /** What it is called; empty while that is not known. */
  nameOf: (id: string) => string;
  of: (id: string) => Shop | undefined;
};

export function useShops(): Shops {
  const may = useMay();
  const all = useQuery({ ...shopsQuery, enabled: may('connections.account.read') }).data;
  const of = (id: string) => all?.find((shop) => shop.id === id);
  return { all, of, nameOf: (id) => of(id)?.name ?? '' };
}

/** How a shop is, in the words that all connections have. */
export function standing({ state, fault }: Pick<Shop, 'state' | 'fault'>): StateName {
  if (state === 'disconnected') return 'disconnected';
  if (state === 'lapsed') return 'needsYou';
  if (!fault) return 'healthy';
  return WAITED_OUT[fault.code] ?? 'needsYou';
}

// These pass by themselves; what else goes wrong needs a person.
const WAITED_OUT: Readonly<Record<string, StateName>> = { unavailable: 'notAnswering', throttled: 'slow', outcome_unknown: 'notAnswering' };
