// The plan of the workspace and those that there are. The operator alone sets it, outside of here.
import { queryOptions } from '@tanstack/react-query';
import { api, type BodyOfAnswer, type Schemas } from '../../lib/api.ts';

export type Plan = Schemas['PlanOut'];
export type Used = Schemas['UsedOut'];
export type Held = Schemas['HeldOut'];
export type Offer = BodyOfAnswer<'GET', '/api/billing/plans'>['plans'][number];

export const planQuery = queryOptions({
  queryKey: ['billing', 'plan', 'own'],
  queryFn: ({ signal }) => api.get('/api/billing/plan', { signal }),
});

export const offersQuery = queryOptions({
  queryKey: ['billing', 'plan', 'all'],
  queryFn: async ({ signal }) => (await api.get('/api/billing/plans', { signal })).plans,
  staleTime: 300_000,
});
