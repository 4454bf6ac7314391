import { useQuery } from '@tanstack/react-query';
import { type Check, checksQuery } from './api.ts';

/** How the parts of the machine are; undefined until they have said so. */
export function useChecks(): readonly Check[] | undefined {
  return useQuery(checksQuery).data;
}
