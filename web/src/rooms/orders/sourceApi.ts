// Whom goods of an order are bought of, and how one supplier order is sent.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { PURCHASES } from './suppliedApi.ts';

export type Source = Schemas['SourceOut'];
export type Alternative = Source['alternatives'][number];
export type Pick = { line_id: string; offer_id: string };
export type Wishes = Schemas['WishesToldOut'];
export type WishTold = Wishes['items'][number];

export const sourcesQuery = (order: string) =>
  queryOptions({ queryKey: [...PURCHASES, 'sources', order], queryFn: async ({ signal }) => (await api.get('/api/orders/orders/{id}/sources', { path: { id: order }, signal })).items });
export const buyAt = (order: string, picks: readonly Pick[]) => api.post('/api/orders/orders/{id}/sources', { path: { id: order }, body: { picks: [...picks] } });
export const stopAll = (ids: readonly string[]) => api.post('/api/purchasing/orders/act', { body: { act: 'stop', ids: [...ids] } });

export const wishesQuery = (id: string) =>
  queryOptions({ queryKey: [...PURCHASES, 'wishes', id], queryFn: ({ signal }) => api.get('/api/purchasing/orders/{id}/wishes', { path: { id }, signal }) });
export const setWishes = (id: string, wishes: Readonly<Record<string, boolean>>) => api.put('/api/purchasing/orders/{id}/wishes', { path: { id }, body: { wishes: { ...wishes } } });
