import { useQuery } from '@tanstack/react-query';
import { type Account, type Platform, platformsQuery } from './api.ts';

/** What the platform of a shop says of itself; none until it is known. */
export function useCard({ platform }: Pick<Account, 'platform'>): Platform | undefined {
  return useQuery(platformsQuery).data?.find(({ name }) => name === platform);
}
