// Supplier orders: lists, the board, one of them, and what is done with them.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import type { Search } from '../../lib/address.ts';
import { asked, fits } from './model.ts';
import type { Act, Purchase } from './shapes.ts';

export const PURCHASES = ['purchasing', 'order'] as const;
/** All questions of this room. */
export const ROOM = ['purchasing'] as const;

export type Paging = { limit: number; cursor: string | null };
const EACH = 20;
/** So many are acted on at once. */
export const ACTED_MAX = 500;
const [PAGE_MAX, PAGES_MAX] = [200, 20];

export async function readPurchases(search: Search, paging: Paging, signal?: AbortSignal) {
  const page = await api.get('/api/purchasing/orders', { query: { ...asked(search), ...paging }, signal });
  return { ...page, items: page.items.filter((row) => fits(row, search)) };
}

/** Those that the filter lets through, as many as are acted on at once. */
export async function readAll(search: Search, but: readonly string[], signal?: AbortSignal): Promise<{ rows: readonly Purchase[]; more: boolean }> {
  const rows: Purchase[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const page: Awaited<ReturnType<typeof readPurchases>> = await readPurchases(search, { limit: PAGE_MAX, cursor }, signal);
    rows.push(...page.items.filter(({ id }) => !but.includes(id)));
    cursor = page.next_cursor;
    pages += 1;
  } while (cursor !== null && rows.length < ACTED_MAX && pages < PAGES_MAX);
  return { rows: rows.slice(0, ACTED_MAX), more: cursor !== null || rows.length > ACTED_MAX };
}

export const boardQuery = (supplier: string) =>
  queryOptions({ queryKey: [...PURCHASES, 'board', supplier], queryFn: ({ signal }) => api.get('/api/purchasing/orders/board', { query: { each: EACH, ...(supplier && { supplier }) }, signal }) });

/** Its parcels are news of their own. */
export const purchaseQuery = (id: string) =>
  queryOptions({ queryKey: [...ROOM, '*', 'purchase', id], queryFn: ({ signal }) => api.get('/api/purchasing/orders/{id}', { path: { id }, signal }) });

export const actOn = (act: Act, ids: readonly string[]) => api.post('/api/purchasing/orders/act', { body: { act, ids: [...ids] } });
export const cancelPurchase = (id: string) => api.post('/api/purchasing/orders/{id}/cancel', { path: { id } });
export const namePurchase = (id: string, remote_id: string) => api.post('/api/purchasing/orders/{id}/name', { path: { id }, body: { remote_id } });
