// The order book: its list, one order, exceptions, customers, and what is done there.
import { queryOptions } from '@tanstack/react-query';
import { api, fill, type Schemas } from '../../lib/api.ts';
import type { Search } from '../../lib/address.ts';
import { ask } from '../../lib/http.ts';
import { TROUBLES } from '../../lib/orders.ts';
import { asked, fits } from './model.ts';

export type Order = Schemas['OrderOut'];
export type WholeOrder = Schemas['OrderWholeOut'];
export type Line = Schemas['OrderLineOut'];
export type Sums = Schemas['OrderSumsOut'];
export type Trouble = Schemas['ExceptionOut'];
export type Person = Schemas['BuyerOut'];
export type Address = Schemas['BuyerAddressOut'];
export type Customer = Schemas['CustomerOut'];
export type OrderState = Order['state'];
export type Payment = Order['payment'];
export type TroubleKind = Trouble['kind'];
export type Answer = Schemas['AnswersIn']['answer'];
export type Paper = Schemas['PaperOut'];
export type Seller = Schemas['SellerOut'];
export type SellerWanted = Schemas['SellerIn'];
export type TaxDifference = Schemas['TaxDifferenceOut'];
export type ParcelWanted = Schemas['ParcelIn'];
export type Brought = Schemas['BroughtParcelsOut'];
export type Tracked = Schemas['TrackedOut'];

export const ORDERS = ['orders', 'order'] as const;
export const CUSTOMERS = ['orders', 'customer'] as const;
export const SELLERS = ['orders', 'seller'] as const;
export const INVOICES = ['orders', 'invoice'] as const;
/** All questions of this room. */
export const ROOM = ['orders'] as const;

const FILE_S = 60;

type Paging = { limit: number; cursor: string | null };

/** Of a search, a tag and an exception the server looks for one alone; the rest is left out here. */
export async function readOrders(search: Search, paging: Paging, signal?: AbortSignal) {
  const page = await api.get('/api/orders/orders', { query: { ...asked(search), ...paging }, signal });
  return { ...page, items: page.items.filter((row) => fits(row, search)) };
}

/** The newest orders in one state. */
export const columnQuery = (state: OrderState, account: string, limit: number) =>
  queryOptions({
    queryKey: [...ORDERS, 'column', state, account],
    queryFn: ({ signal }) => api.get('/api/orders/orders', { query: { state: [state], ...(account && { account }), limit }, signal }),
  });

/** Who looks at who bought is in the log, so it is read anew when the order is news, not with all others. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: [...ROOM, 'whole', id],
    queryFn: ({ signal }) => api.get('/api/orders/orders/{id}', { path: { id }, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

export const hold = (id: string, why: string) => api.post('/api/orders/orders/{id}/hold', { path: { id }, body: { why } });
export const release = (id: string) => api.post('/api/orders/orders/{id}/release', { path: { id } });
export const setTags = (id: string, tags: readonly string[]) => api.post('/api/orders/orders/{id}/tags', { path: { id }, body: { tags: [...tags] } });
export const setTaxNumber = (id: string, number: string) => api.post('/api/orders/orders/{id}/customs', { path: { id }, body: { number } });
export const addNote = (id: string, text: string, key: string) => api.post('/api/orders/orders/{id}/note', { path: { id }, body: { text }, key });
export const sendParcel = (id: string, body: ParcelWanted, key: string) => api.post('/api/orders/orders/{id}/parcels', { path: { id }, body, key });

/** Tracking numbers as a table; with `preview` nothing is done. */
export const bringParcels = async (given: File, query: { preview: boolean; leave: boolean }) =>
  (await ask('POST', '/api/orders/files/parcels', { query, file: given, timeout_s: FILE_S })).body as Brought;

export type TroubleAsked = { state?: string | undefined; kind?: string | undefined; account?: string | undefined };
export const readTroubles = ({ state, kind, account }: TroubleAsked, paging: Paging, signal?: AbortSignal) =>
  api.get('/api/orders/exceptions', { query: { ...(state && { state }), ...(kind && { kind: kind as TroubleKind }), ...(account && { account }), ...paging }, signal });
export const answerTroubles = (ids: readonly string[], answer: Answer) => api.post('/api/orders/exceptions/bulk', { body: { ids: [...ids], answer, everything: false, but: [], preview: false } });
/** A batch of all that are open, of a kind and a shop; in the shape of the other one. */
export const answerAll = async ({ answer, kind, account }: TroubleAsked & { answer: Answer }, but: readonly string[], preview: boolean, cursor: string | null): Promise<Schemas['BulkOrdersOut']> => {
  const { count, next_cursor } = await api.post('/api/orders/exceptions/bulk', { body: { ids: [], answer, everything: true, but: [...but], preview, cursor, kind: (kind || null) as TroubleKind | null, account: account || null } });
  return { count, changed: preview ? 0 : count, sample: [], next_cursor };
};
export type AllWanted = Omit<Schemas['BulkOrdersIn'], 'filter'> & { filter: ReturnType<typeof asked> };
export const actOnAll = ({ filter, ...body }: AllWanted) => api.post('/api/orders/orders/bulk', { body: { ...body, filter: { state: [], ...filter } } });
export { TROUBLES };

export const readCustomers = ({ search, account }: { search?: string | undefined; account?: string | undefined }, paging: Paging, signal?: AbortSignal) =>
  api.get('/api/orders/customers', { query: { ...(search && { search }), ...(account && { account }), ...paging }, signal });
export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: [...ROOM, 'person', id],
    queryFn: ({ signal }) => api.get('/api/orders/customers/{id}', { path: { id }, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
export const eraseCustomer = (id: string) => api.post('/api/orders/customers/{id}/erase', { path: { id } });

const FEW = 50;
/** Orders of whoever has this email address or telephone, at all shops. */
export const boughtQuery = (reach: string) =>
  queryOptions({
    queryKey: [...ORDERS, 'of', reach],
    queryFn: async ({ signal }) => (await api.get('/api/orders/orders', { query: { search: reach, limit: FEW }, signal })).items,
    enabled: reach !== '',
  });
/** The same person at each shop. */
export const sameQuery = (reach: string) =>
  queryOptions({
    queryKey: [...CUSTOMERS, 'same', reach],
    queryFn: async ({ signal }) => (await readCustomers({ search: reach }, { limit: FEW, cursor: null }, signal)).items,
    enabled: reach !== '',
  });

// Papers

const file = async (path: string, query = {}) => (await ask('GET', path, { query, asFile: true, timeout_s: FILE_S })).body as Blob;
export const readPapers = (paging: Paging, signal?: AbortSignal) => api.get('/api/orders/invoices', { query: paging, signal });
export const papersQuery = (id: string) => queryOptions({ queryKey: [...INVOICES, 'of', id], queryFn: async ({ signal }) => (await api.get('/api/orders/orders/{id}/papers', { path: { id }, signal })).items });
export const taxesQuery = (id: string) => queryOptions({ queryKey: [...INVOICES, 'taxes', id], queryFn: async ({ signal }) => (await api.get('/api/orders/orders/{id}/taxes', { path: { id }, signal })).items });
export const issueInvoice = (id: string, business: string | null) => api.post('/api/orders/orders/{id}/invoice', { path: { id }, body: { business_id: business, note: '' } });
/** All that is left of an invoice. */
export const issueCredit = (id: string) => api.post('/api/orders/invoices/{id}/credit', { path: { id }, body: { lines: [], note: '' } });
export const paperFile = (id: string, form: 'pdf' | 'xml') => file(fill(`/api/orders/invoices/{id}/paper.${form}`, { id }));
export const slipFile = (id: string) => file(fill('/api/orders/orders/{id}/slip.pdf', { id }));
export const picksFile = (order: readonly string[], language: string) => file('/api/orders/picks.pdf', { order, language });
/** Of all that the filter lets through. */
export const picksOfAll = (search: Search, but: readonly string[], language: string) => file('/api/orders/picks.pdf', { ...asked(search), but, language });

const BUSINESSES_MAX = 100;
/** The businesses of the workspace that are at work. */
export const businessesQuery = queryOptions({
  queryKey: ['identity', 'business', 'sellers'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/businesses', { query: { limit: BUSINESSES_MAX }, signal })).items.filter(({ state }) => state === 'active'),
});
export const sellersQuery = queryOptions({ queryKey: [...SELLERS, 'all'], queryFn: async ({ signal }) => (await api.get('/api/orders/sellers', { signal })).items });
export const setSeller = (id: string, body: SellerWanted) => api.put('/api/orders/sellers/{id}', { path: { id }, body });
