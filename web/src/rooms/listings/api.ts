// What shops should show of products, and what is done about it.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import type { Finding } from '../../lib/changes.ts';

export type Row = Schemas['MatrixRowOut'];
export type Listing = Schemas['ListingOut'];
export type Status = Listing['status'];
export type Whole = Schemas['ListingWholeOut'];
export type Tried = Schemas['ListingTriedOut'];
export type Field = Schemas['ResolvedOut'];
export type Line = Schemas['ListingLineOut'];
export type Score = Whole['score'];
export type Acted = Schemas['ListingActedOut'];
export type Act = Schemas['ListingActIn']['act'];
export type Overlay = Schemas['OverlayIn'];
export type Template = Schemas['TemplateOut'];
export type TemplateWanted = Schemas['TemplateIn'];
export type Templates = Schemas['TemplatesOut'];
export type TemplateTried = Schemas['TemplateTriedOut'];
export type Pair = Schemas['PairOut'];
export type Suggestion = Schemas['SuggestionOut'];
export type Word = Schemas['WordIn'];
export type { Finding };

/** Any news of listings asks every question again: a plan that is done is news of another noun. */
export const LISTINGS = ['listings', '*'] as const;
const SHOPS_S = 60;

export type Narrowed = {
  account?: string | undefined;
  status?: Status[] | undefined;
  differs?: boolean | undefined;
  drifted?: boolean | undefined;
  score_below?: number | undefined;
  not_at?: string | undefined;
  q?: string | undefined;
};

export const readMatrix = (query: Narrowed & { limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/listings/listings', { query, signal });

/** All listings of one product, side by side. */
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: [...LISTINGS, 'product', id],
    queryFn: async ({ signal }): Promise<{ row: Row | null; wholes: readonly Whole[] }> => {
      const { items } = await api.get('/api/listings/listings', { query: { product: [id], limit: 1 }, signal });
      const [row] = items;
      if (!row) return { row: null, wholes: [] };
      const wholes = await Promise.all(row.listings.map((each) => api.get('/api/listings/listings/{id}', { path: { id: each.id }, signal })));
      return { row, wholes };
    },
  });

export const tryValues = (id: string, edits: readonly Overlay[], signal?: AbortSignal): Promise<Tried> =>
  api.post('/api/listings/listings/{id}/try', { path: { id }, body: { edits: [...edits] }, signal });

export const saveValues = (ids: readonly string[], edits: readonly Overlay[]) =>
  api.put('/api/listings/overlays', { body: { listing_ids: [...ids], edits: [...edits] } });

export const act = (what: Act, ids: readonly string[], dry: boolean): Promise<Acted> =>
  api.post('/api/listings/acts', { body: { act: what, listing_ids: [...ids], dry }, timeout_s: SHOPS_S });

export const addDrafts = (productIds: readonly string[], accountIds: readonly string[]) =>
  api.post('/api/listings/listings', { body: { product_ids: [...productIds], account_ids: [...accountIds], market: '' } });

// Templates

export const templatesQuery = queryOptions({
  queryKey: [...LISTINGS, 'templates'],
  queryFn: ({ signal }): Promise<Templates> => api.get('/api/listings/templates', { signal }),
});

export const tryTemplate = (field: string, text: string, ids: readonly string[], signal?: AbortSignal): Promise<TemplateTried> =>
  api.post('/api/listings/templates/try', { body: { field, text, listing_ids: [...ids] }, signal });

export const saveTemplate = (wanted: TemplateWanted, before: Template | null): Promise<Template> =>
  before ? api.put('/api/listings/templates/{id}', { path: { id: before.id }, body: wanted, version: before.version }) : api.post('/api/listings/templates', { body: wanted });

export const removeTemplate = ({ id, version }: Template) => api.delete('/api/listings/templates/{id}', { path: { id }, version });

// Mappings and words

const PAIRS_MAX = 200;

export const mappingsQuery = queryOptions({
  queryKey: [...LISTINGS, 'mappings'],
  queryFn: async ({ signal }): Promise<readonly Pair[]> => (await api.get('/api/listings/mappings', { query: { limit: PAIRS_MAX }, signal })).items,
});

export const suggestionsQuery = (account: string) =>
  queryOptions({
    queryKey: [...LISTINGS, 'suggestions', account],
    queryFn: async ({ signal }): Promise<readonly Suggestion[]> => (await api.get('/api/listings/mappings/suggestions', { query: { account, limit: PAIRS_MAX }, signal })).items,
    enabled: account !== '',
  });

export type Attribute = Schemas['AttributeOut'];

/** Those whose values are chosen from a list: of these each value can be called otherwise there. */
export const attributesQuery = queryOptions({
  queryKey: ['catalog', 'attributes', 'choices'],
  queryFn: async ({ signal }): Promise<readonly Attribute[]> =>
    (await api.get('/api/catalog/attributes', { signal })).items.filter(({ type, state, choices = [] }) => type === 'choice' && state === 'active' && choices.length > 0),
});

export const valueSuggestionsQuery = (account: string, attribute: string) =>
  queryOptions({
    queryKey: [...LISTINGS, 'suggestions', account, attribute],
    queryFn: async ({ signal }): Promise<readonly Suggestion[]> => (await api.get('/api/listings/mappings/suggestions', { query: { account, attribute, limit: PAIRS_MAX }, signal })).items,
    enabled: account !== '' && attribute !== '',
  });

export const saveMappings = (save: readonly Pair[], remove: readonly Pair[]) =>
  api.put('/api/listings/mappings', { body: { save: [...save], remove: [...remove] } });

export const wordsQuery = queryOptions({
  queryKey: [...LISTINGS, 'words'],
  queryFn: async ({ signal }): Promise<readonly Word[]> => (await api.get('/api/listings/words', { signal })).words,
});

export const saveWords = (words: readonly Word[]) => api.put('/api/listings/words', { body: { words: [...words] } });

