// What goes back of orders: money, whole orders, goods.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ROOM } from './api.ts';

export type Standing = Schemas['RefundsOut'];
export type Shares = Schemas['RefundSharesOut'];
export type Refund = Schemas['RefundOut'];
export type RefundWanted = Schemas['RefundIn'];
export type CancelWanted = Schemas['CancelIn'];
export type Return = Schemas['ReturnOut'];
export type ReturnState = Return['state'];
export type ReturnReason = Return['reason'];
export type Act = Schemas['ReturnActIn']['act'];
export type ActWanted = Schemas['ReturnActIn'];

/** Nothing of it chosen yet. */
export const WANTED: RefundWanted = { whole: false, lines: [], shipping: false, note: '', by_hand: false, notify: true, preview: false };
const ACT: Omit<ActWanted, 'act'> = { why: '', carrier: '', tracking_number: '', label_url: '', came: [], shipping: false, by_hand: false, notify: true };

export const REFUNDS = [...ROOM, 'refund'] as const;
export const RETURNS = [...ROOM, 'return'] as const;
export const REASONS: readonly ReturnReason[] = ['damaged', 'wrong', 'not_as_described', 'too_late', 'not_wanted', 'other'];
export const RETURN_STATES: readonly ReturnState[] = ['requested', 'approved', 'sent_back', 'received', 'closed', 'declined'];

type Paging = { limit: number; cursor: string | null };

export const standingQuery = (id: string) =>
  queryOptions({ queryKey: [...REFUNDS, id], queryFn: ({ signal }) => api.get('/api/orders/orders/{id}/refunds', { path: { id }, signal }) });

/** What would go back, asked anew for whatever is chosen. */
export const previewQuery = (id: string, body: RefundWanted | null) =>
  queryOptions({
    queryKey: [...REFUNDS, id, 'preview', body],
    queryFn: () => api.post('/api/orders/orders/{id}/refunds', { path: { id }, body: { ...(body ?? WANTED), preview: true } }),
    enabled: body !== null,
    retry: false,
  });

export const refund = (id: string, body: RefundWanted, key: string) => api.post('/api/orders/orders/{id}/refunds', { path: { id }, body, key });
export const cancel = (id: string, body: CancelWanted, key: string) => api.post('/api/orders/orders/{id}/cancel', { path: { id }, body, key });
export const requestReturn = (id: string, body: Schemas['GoodsBackIn'], key: string) => api.post('/api/orders/orders/{id}/returns', { path: { id }, body, key });
export const actOn = (id: string, body: Pick<ActWanted, 'act'> & Partial<ActWanted>, key: string) => api.post('/api/orders/returns/{id}/act', { path: { id }, body: { ...ACT, ...body }, key });

export const readReturns = (state: ReturnState | null, paging: Paging, signal?: AbortSignal) => api.get('/api/orders/returns', { query: { ...(state && { state: [state] }), ...paging }, signal });
export const returnsOfQuery = (order: string) =>
  queryOptions({ queryKey: [...RETURNS, 'of', order], queryFn: ({ signal }) => api.get('/api/orders/returns', { query: { order, limit: 20 }, signal }) });
