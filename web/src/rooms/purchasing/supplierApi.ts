// Suppliers, what they offer, and codes that take something off there.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { ask } from '../../lib/http.ts';
import type { Paging } from './api.ts';
import type { OffersDone, OfferWanted, Supplier, SupplierChange, SupplierWanted, Voucher, VoucherChange, VouchersBrought, VoucherWanted, Wanted, Wish } from './shapes.ts';

export const SUPPLIERS = ['purchasing', 'supplier'] as const;
export const SETTINGS = ['purchasing', 'settings'] as const;
export const OFFERS = ['purchasing', 'offer'] as const;
export const VOUCHERS = ['purchasing', 'voucher'] as const;
const MANY = 200;
const FILE_S = 120;
export const FILE_BYTES_MAX = 50 * 1024 * 1024;

// Suppliers

export const readSuppliers = (state: readonly Supplier['state'][], paging: Paging, signal?: AbortSignal) =>
  api.get('/api/purchasing/suppliers', { query: { ...(state.length > 0 && { state: [...state] }), ...paging }, signal });
/** Those that are not archived, for choices. */
export const suppliersQuery = queryOptions({ queryKey: [...SUPPLIERS, 'names'], queryFn: async ({ signal }) => (await readSuppliers([], { limit: MANY, cursor: null }, signal)).items });
export const supplierQuery = (id: string) => queryOptions({ queryKey: [...SUPPLIERS, 'one', id], queryFn: ({ signal }) => api.get('/api/purchasing/suppliers/{id}', { path: { id }, signal }) });
export const addSupplier = (body: SupplierWanted) => api.post('/api/purchasing/suppliers', { body });
export const editSupplier = ({ id, version }: Supplier, body: SupplierChange) => api.patch('/api/purchasing/suppliers/{id}', { path: { id }, body, version });
export const acceptWishes = ({ id, version }: Supplier, wishes: readonly Wish[]) => api.put('/api/purchasing/suppliers/{id}/accepted', { path: { id }, body: { wishes: [...wishes] }, version });
export const wantedQuery = queryOptions({ queryKey: [...SETTINGS, 'wanted'], queryFn: ({ signal }) => api.get('/api/purchasing/defaults', { signal }) });
export const setWanted = ({ version, ...body }: Wanted) => api.put('/api/purchasing/defaults', { body, version });

// Offers

export type OffersAsked = { supplier?: string; variant?: string; off?: boolean };
export const readOffers = ({ supplier, variant, off }: OffersAsked, paging: Paging, signal?: AbortSignal) =>
  api.get('/api/purchasing/offers', { query: { ...(supplier && { supplier }), ...(variant && { variant }), ...(off && { off }), ...paging }, signal });
export const setOffers = (lines: readonly OfferWanted[], preview: boolean) => api.post('/api/purchasing/offers', { body: { lines: [...lines], preview } });
export const linkOffers = (supplier_id: string, product_ids: readonly string[]) => api.post('/api/purchasing/offers/link', { body: { supplier_id, product_ids: [...product_ids] } });
export const offersFile = async (supplier: string) => (await ask('GET', '/api/purchasing/files/offers.csv', { query: { ...(supplier && { supplier }) }, asFile: true, timeout_s: FILE_S })).body as Blob;
export const bringOffers = async (file: File, query: { preview: boolean; supplier?: string }) => (await ask('POST', '/api/purchasing/files/offers', { query, file, timeout_s: FILE_S })).body as OffersDone;

// Vouchers

export const readVouchers = ({ supplier, off }: { supplier?: string; off?: boolean }, paging: Paging, signal?: AbortSignal) =>
  api.get('/api/purchasing/vouchers', { query: { ...(supplier && { supplier }), ...(off && { off }), ...paging }, signal });
export const bookVoucher = (body: VoucherWanted) => api.post('/api/purchasing/vouchers', { body });
export const editVoucher = ({ id, version }: Voucher, body: VoucherChange) => api.patch('/api/purchasing/vouchers/{id}', { path: { id }, body, version });
export const bringVouchers = async (file: File, supplier: string, preview: boolean) => (await ask('POST', '/api/purchasing/files/vouchers', { query: { supplier, preview }, file, timeout_s: FILE_S })).body as VouchersBrought;
