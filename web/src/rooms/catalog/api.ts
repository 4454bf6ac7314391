// Our own goods: the table, one product, what it costs, which listings wait, and what names goods.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { Refusal } from '../../lib/problem.ts';

export type Row = Schemas['ProductRowOut'];
export type Whole = Schemas['OurProductOut'];
export type Variant = Schemas['VariantOut'];
export type Clash = Schemas['EditClashOut'];
export type Edited = Schemas['ProductEditedOut'];
export type Edit = { variant_id: string | null; field: string; was: unknown; now: unknown };
export type Line = Schemas['HistoryLineOut'];
export type Cost = Schemas['CostShape'];
export type Match = Schemas['MatchOut'];
export type MatchCount = Schemas['MatchCountOut'];
export type Answer = Schemas['DecideMatchesIn'];
export type Brand = Schemas['BrandOut'];
export type Category = Schemas['CategoryOut'];
export type Attribute = Schemas['AttributeOut'];
export type Merge = Schemas['MergedOut'];
export type Part = Schemas['PartShape'];

export const PRODUCTS = ['catalog', 'product'] as const;
export const MATCHES = ['catalog', 'match'] as const;
const COSTS = ['catalog', 'cost'] as const;

export type Wanted = {
  state: 'active' | 'archived'; brand: string | undefined; category: string | undefined; tag: string | undefined; account: string | undefined;
  not_account: string | undefined; no_barcode: boolean | undefined; q: string | undefined; limit: number; cursor: string | null;
};

export const readProducts = (query: Wanted, signal?: AbortSignal) => api.get('/api/catalog/products', { query, signal });

export const productQuery = (id: string) =>
  queryOptions({ queryKey: [...PRODUCTS, 'one', id], queryFn: ({ signal }): Promise<Whole> => api.get('/api/catalog/products/{id}', { path: { id }, signal }) });

export const create = (fields: Record<string, unknown>, variants: readonly Record<string, unknown>[]) =>
  api.post('/api/catalog/products', { body: { fields: fields as never, variants: variants as never } });

/** All that does not clash is saved; what is refused is a `Refusal` with its fields. */
export async function save(id: string, edits: readonly Edit[], added: readonly Record<string, unknown>[] = []): Promise<Edited> {
  const done = await api.patch('/api/catalog/products/{id}', { path: { id }, body: { edits: edits as never, new_variants: added as never } });
  const [first] = done.refused;
  if (first) {
    throw new Refusal(0, first.sentence, first.next_step, {
      findings: done.refused.map(({ field, code, sentence, next_step: nextStep }) => ({ field, code, sentence, nextStep })),
    });
  }
  return done;
}

export const readHistory = (id: string, cursor: string | null, signal?: AbortSignal) =>
  api.get('/api/catalog/products/{id}/history', { path: { id }, query: { limit: 30, cursor }, signal });

export const costsQuery = (id: string) =>
  queryOptions({ queryKey: [...COSTS, id], queryFn: async ({ signal }): Promise<readonly Cost[]> => (await api.get('/api/catalog/products/{id}/costs', { path: { id }, signal })).items });

export const setCosts = (costs: readonly Cost[]) => api.post('/api/catalog/costs', { body: { costs: [...costs] } });

export const setParts = (id: string, parts: readonly Part[]) => api.put('/api/catalog/variants/{id}/parts', { path: { id }, body: { parts: [...parts] } });

export const merge = (id: string, from: string, take: readonly string[], dry: boolean) =>
  api.post('/api/catalog/products/{id}/merge', { path: { id }, body: { from_id: from, take: [...take], dry } });

export const split = (id: string, variantIds: readonly string[], title: string) =>
  api.post('/api/catalog/products/{id}/split', { path: { id }, body: { variant_ids: [...variantIds], title } });

export const unlink = (offerIds: readonly string[]) => api.post('/api/catalog/offers/unlink', { body: { offer_ids: [...offerIds] } });

type WantedMatches = { state: Match['state']; account: string | undefined; hinted: boolean | undefined; limit: number; cursor: string | null };

export const readMatches = (query: WantedMatches, signal?: AbortSignal) => api.get('/api/catalog/matches', { query, signal });

export const countsQuery = {
  queryKey: [...MATCHES, 'counts'],
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<{ items: MatchCount[] }> => api.get('/api/catalog/matches/counts', { signal }),
};

export const waiting = (counts: readonly MatchCount[]) => counts.filter((one) => one.state === 'open').reduce((sum, one) => sum + one.matches, 0);

export const decide = (body: Answer) => api.post('/api/catalog/matches/decide', { body });

const LONG_MS = 60_000;

export const brandsQuery = queryOptions({
  queryKey: ['catalog', 'brand'],
  queryFn: async ({ signal }): Promise<readonly Brand[]> => (await api.get('/api/catalog/brands', { signal })).items,
  staleTime: LONG_MS,
});

export const categoriesQuery = queryOptions({
  queryKey: ['catalog', 'category'],
  queryFn: async ({ signal }): Promise<readonly Category[]> => (await api.get('/api/catalog/categories', { signal })).items,
  staleTime: LONG_MS,
});

export const attributesQuery = queryOptions({
  queryKey: ['catalog', 'attribute'],
  queryFn: async ({ signal }): Promise<readonly Attribute[]> => (await api.get('/api/catalog/attributes', { signal })).items,
  staleTime: LONG_MS,
});

export const addBrand = (name: string) => api.post('/api/catalog/brands', { body: { name } });
export const renameBrand = ({ id, version }: Brand, name: string) => api.patch('/api/catalog/brands/{id}', { path: { id }, body: { name }, version });

type CategoryWanted = Pick<Category, 'name' | 'parent_id' | 'state'>;

export const addCategory = (body: CategoryWanted) => api.post('/api/catalog/categories', { body });
export const changeCategory = ({ id, version }: Category, body: CategoryWanted) => api.patch('/api/catalog/categories/{id}', { path: { id }, body, version });

export const putAttribute = ({ key, ...body }: Attribute) => api.put('/api/catalog/attributes/{key}', { path: { key }, body });
