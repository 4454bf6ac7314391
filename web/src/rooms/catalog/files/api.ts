// Tables of products brought in and taken out, edits of many, and pictures.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';
import { ask } from '../../../lib/http.ts';

export type Table = Schemas['TableOut'];
export type WholeTable = Schemas['WholeTableOut'];
export type TableRow = Schemas['TableRowOut'];
export type Places = Schemas['PlacesIn'];
export type Template = Schemas['TableTemplateOut'];
export type Bulk = Schemas['BulkOut'];
export type WholeBulk = Schemas['WholeBulkOut'];
export type BulkField = Schemas['BulkRowOut'];
export type Operation = Schemas['OperationIn'];
export type Picture = Schemas['MediaOut'];
export type Chosen = { ids: readonly string[]; filters: Readonly<Record<string, string>> };

// The news of all of it are of products.
const PRODUCT = ['catalog', 'product'] as const;
export const TABLES = [...PRODUCT, 'tables'] as const;
export const BULKS = [...PRODUCT, 'bulks'] as const;

export const FILE_BYTES_MAX = 50 * 1024 * 1024;
export const PICTURE_BYTES_MAX = 20 * 1024 * 1024;
const UPLOAD_S = 300;
const EXPORT_S = 600;
export const LOOK_MS = 1_500;

export const readTables = (query: { limit: number; cursor: string | null }, signal?: AbortSignal) => api.get('/api/catalog/imports', { query, signal });

export const tableQuery = (id: string) =>
  queryOptions({
    queryKey: [...TABLES, id],
    queryFn: ({ signal }): Promise<WholeTable> => api.get('/api/catalog/imports/{id}', { path: { id }, signal }),
  });

export async function upload(file: File): Promise<Table> {
  const { body } = await ask('POST', '/api/catalog/imports', { query: { name: file.name }, file, timeout_s: UPLOAD_S });
  return body as Table;
}

export const stepTable = (id: string, version: number, step: 'check' | 'apply' | 'cancel', places: Places | null = null, template = '') =>
  api.post('/api/catalog/imports/{id}/steps', { path: { id }, body: { step, version, places, template } });

export const deleteTable = (id: string) => api.delete('/api/catalog/imports/{id}', { path: { id } });

export const readRows = (id: string, query: { state: TableRow['state'] | null; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/catalog/imports/{id}/rows', { path: { id }, query: query as never, signal });

export async function resultOf(id: string): Promise<Blob> {
  return (await ask('GET', `/api/catalog/imports/${id}/result`, { asFile: true, timeout_s: EXPORT_S })).body as Blob;
}

export type ExportKind = 'csv' | 'csv_plain' | 'xlsx';
// As many ids as an address holds.
export const EXPORT_IDS_MAX = 150;

export async function exportProducts({ ids, filters }: Chosen, format: ExportKind): Promise<Blob> {
  return (await ask('GET', '/api/catalog/export', { query: { ...filters, id: ids, format }, asFile: true, timeout_s: EXPORT_S })).body as Blob;
}

export const bulkQuery = (id: string) =>
  queryOptions({
    queryKey: [...BULKS, id],
    queryFn: ({ signal }): Promise<WholeBulk> => api.get('/api/catalog/bulks/{id}', { path: { id }, signal }),
  });

const LAST = 10;

export const bulksQuery = queryOptions({
  queryKey: [...BULKS, 'last'],
  queryFn: async ({ signal }): Promise<readonly Bulk[]> => (await api.get('/api/catalog/bulks', { query: { limit: LAST }, signal })).items,
});

export const previewBulk = ({ ids, filters }: Chosen, operations: readonly Operation[]): Promise<Bulk> =>
  api.post('/api/catalog/bulks', { body: { ids: [...ids], filters: { ...filters }, operations: [...operations] } });

export const stepBulk = (id: string, version: number, step: 'apply' | 'undo' | 'cancel'): Promise<Bulk> =>
  api.post('/api/catalog/bulks/{id}/steps', { path: { id }, body: { step, version } });

export const picturesQuery = (id: string) =>
  queryOptions({
    queryKey: [...PRODUCT, 'pictures', id],
    queryFn: async ({ signal }): Promise<readonly Picture[]> => (await api.get('/api/catalog/products/{id}/media', { path: { id }, signal })).items,
  });

const UNUSED_MAX = 60;

/** Pictures that no product shows: the first of them. */
export const unusedQuery = queryOptions({
  queryKey: [...PRODUCT, 'pictures', 'unused'],
  queryFn: async ({ signal }): Promise<readonly Picture[]> => (await api.get('/api/catalog/media', { query: { limit: UNUSED_MAX }, signal })).items,
});

export const deletePicture = (digest: string) => api.delete('/api/catalog/media/{digest}', { path: { digest } });

export async function addPicture(productId: string, file: File): Promise<Picture> {
  const { body } = await ask('POST', '/api/catalog/media', { query: { product_id: productId }, file, timeout_s: UPLOAD_S });
  return body as Picture;
}

export const arrangePictures = (id: string, items: readonly Picture[], was: readonly string[]) =>
  api.put('/api/catalog/products/{id}/media', {
    path: { id },
    body: { items: items.map(({ digest, alt, variant_id }) => ({ digest, alt, variant_id: variant_id ?? null })), was: [...was] },
  });

/** Given to the browser to keep. */
export function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
