// What is bought at suppliers for an order of a buyer.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Supplied = Schemas['PurchaseOut'];
export type SuppliedWhole = Schemas['PurchaseWholeOut'];
export type SuppliedState = Supplied['state'];
export type SuppliedAct = 'place_now' | 'stop';

export const PURCHASES = ['purchasing', 'order'] as const;

export const suppliedQuery = (order: string) =>
  queryOptions({ queryKey: [...PURCHASES, 'of', order], queryFn: async ({ signal }) => (await api.get('/api/purchasing/orders', { query: { order }, signal })).items });
/** With its lines: which piece of the order is for which of them. */
export const suppliedWholeQuery = (id: string) =>
  queryOptions({ queryKey: [...PURCHASES, 'whole', id], queryFn: ({ signal }) => api.get('/api/purchasing/orders/{id}', { path: { id }, signal }) });
export const actOnSupplied = (act: SuppliedAct, id: string) => api.post('/api/purchasing/orders/act', { body: { act, ids: [id] } });
