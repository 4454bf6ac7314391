// Purchase orders for the own shelf, and what is due to be ordered again.
import { queryOptions } from '@tanstack/react-query';
import { api, fill, type Schemas } from '../../lib/api.ts';
import { ask } from '../../lib/http.ts';
import type { Paging } from './api.ts';
import type { Restock, RestockChange, RestockMove, RestockWanted } from './shapes.ts';

export const RESTOCKS = ['purchasing', 'restock'] as const;
/** What sells and what is there changes with each sale: it is read anew when somebody looks. */
export const REORDERS = ['purchasing', 'reorder'] as const;
const FILE_S = 60;
// Each comes with its goods, so fewer of them at once.
const PAGE_MAX = 50;

export const readRestocks = ({ state, supplier }: { state: readonly Restock['state'][]; supplier: string }, { limit, cursor }: Paging, signal?: AbortSignal) =>
  api.get('/api/purchasing/restocks', { query: { ...(state.length > 0 && { state: [...state] }), ...(supplier && { supplier }), limit: Math.min(limit, PAGE_MAX), cursor }, signal });
export const restockQuery = (id: string) => queryOptions({ queryKey: [...RESTOCKS, 'one', id], queryFn: ({ signal }) => api.get('/api/purchasing/restocks/{id}', { path: { id }, signal }) });
export const draftRestock = (body: RestockWanted, key: string) => api.post('/api/purchasing/restocks', { body, key });
export const editRestock = ({ id, version }: Restock, body: RestockChange) => api.patch('/api/purchasing/restocks/{id}', { path: { id }, body, version });
export const moveRestock = ({ id, version }: Restock, to: RestockMove, more: { reference?: string; expected_on?: string | null } = {}) => api.post('/api/purchasing/restocks/{id}/move', { path: { id }, body: { to, ...more }, version });
export type Came = Schemas['ReceiptIn']['lines'][number];
export const receiveRestock = ({ id, version }: Restock, lines: readonly Came[], place_id: string | null) => api.post('/api/purchasing/restocks/{id}/receive', { path: { id }, body: { lines: [...lines], place_id }, version });
export const restockPaper = async (id: string) => (await ask('GET', fill('/api/purchasing/restocks/{id}/paper.pdf', { id }), { asFile: true, timeout_s: FILE_S })).body as Blob;

export const readReorders = (service: number, paging: Paging, signal?: AbortSignal) => api.get('/api/purchasing/reorders', { query: { service, ...paging }, signal });
export const draftReorders = (lines: readonly { variant_id: string; pieces: number }[], service: number) => api.post('/api/purchasing/reorders', { body: { lines: [...lines], service } });

/** The places of the own stock that are at work. */
export const placesQuery = queryOptions({
  queryKey: ['stock', 'place', 'of purchasing'],
  queryFn: async ({ signal }) => (await api.get('/api/stock/places', { signal })).items.filter(({ kind, state }) => kind === 'own' && state === 'active'),
});
