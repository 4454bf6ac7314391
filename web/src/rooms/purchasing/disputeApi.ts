// Disputes with suppliers: what one could come to, opened, and taken back.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ROOM } from './api.ts';

export type Disputes = Schemas['DisputesOut'];
export type Dispute = Disputes['items'][number];
export type Terms = Schemas['TermsOut'];
export type DisputeWanted = Schemas['DisputeIn'];
export type Counted = readonly { line_id: string; quantity: number }[];

export const disputesQuery = (id: string) =>
  queryOptions({ queryKey: [...ROOM, '*', 'disputes', id], queryFn: ({ signal }) => api.get('/api/purchasing/orders/{id}/disputes', { path: { id }, signal }) });
/** The supplier itself is asked, so it is asked once for the same lines. */
export const termsQuery = (id: string, lines: Counted) =>
  queryOptions({
    queryKey: ['disputes', 'terms', id, lines],
    queryFn: ({ signal }) => api.post('/api/purchasing/orders/{id}/disputes/terms', { path: { id }, body: { lines: [...lines] }, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
export const openDispute = (id: string, body: DisputeWanted) => api.post('/api/purchasing/orders/{id}/disputes', { path: { id }, body });
export const withdrawDispute = (id: string) => api.post('/api/purchasing/disputes/{id}/withdraw', { path: { id } });
