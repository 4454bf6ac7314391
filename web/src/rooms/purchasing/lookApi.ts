// What is looked up at suppliers today and tomorrow.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

export const LOOKS = ['purchasing', 'look'] as const;
const AGAIN_MS = 60_000;

/** A plan is made by a job, and what is done of it is no event: it is looked at again. */
export const looksQuery = queryOptions({
  queryKey: [...LOOKS, 'days'],
  queryFn: async ({ signal }) => (await api.get('/api/purchasing/looks', { signal })).items,
  refetchInterval: AGAIN_MS,
});
export const planLooks = () => api.post('/api/purchasing/looks/plan');
