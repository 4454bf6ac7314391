// Look-ups at suppliers: what is planned for today and tomorrow.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';

export const LOOKS = ['purchasing', 'look'] as const;
const AGAIN_MS = 60_000;

/** What is due is carried out by itself, so it is read anew while somebody watches. */
export const looksQuery = queryOptions({ queryKey: LOOKS, queryFn: async ({ signal }) => (await api.get('/api/purchasing/looks', { signal })).items, refetchInterval: AGAIN_MS });
export const planLooks = () => api.post('/api/purchasing/looks/plan', {});
