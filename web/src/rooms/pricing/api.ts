// Price rules, what they would do, why a price is what it is, floors, rates and taxes.
import { queryOptions } from '@tanstack/react-query';
import { api, type BodyOfAnswer, type Schemas, type Versioned } from '../../lib/api.ts';

export type Rule = Schemas['RuleOut'];
export type Wanted = Schemas['RuleJson'];
export type Layers = Schemas['LayersJson-Input'];
export type Sum = Schemas['SumJson'];
export type Book = Schemas['BookOut'];
export type Effect = Schemas['EffectOut'];
export type Sample = Schemas['SampleOut'];
export type Quote = BodyOfAnswer<'POST', '/api/pricing/quotes'>;
export type Line = Schemas['LayerLineOut'];
export type Floor = Schemas['FloorOut'];
export type Rate = Schemas['WorthOut'];
export type Tax = Schemas['TaxOut'];
export type Category = { id: string; title: string };

export const RULES = ['pricing', 'rule'] as const;
export const FLOORS = ['pricing', 'floor'] as const;
const TAXES = ['pricing', 'tax'] as const;
/** A whole catalogue is counted, which takes its time. */
const COUNTED_S = 40;

export const bookQuery = queryOptions({
  queryKey: [...RULES, 'book'],
  queryFn: ({ signal }): Promise<Book> => api.get('/api/pricing/rules', { signal }),
});

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: [...RULES, 'one', id],
    queryFn: ({ signal }): Promise<Versioned<Rule>> => api.read('/api/pricing/rules/{id}', { path: { id }, signal }),
  });

/** `draft` null: the rules as they are. */
export const effectQuery = (id: string | null, draft: Wanted | null) =>
  queryOptions({
    queryKey: [...RULES, 'effect', id, JSON.stringify(draft)],
    queryFn: ({ signal }): Promise<Effect> => api.post('/api/pricing/effects', { body: { id, rule: draft as never }, signal, timeout_s: COUNTED_S }),
    retry: false,
    staleTime: 60_000,
  });

export const quoteQuery = (offer: string, id: string | null, draft: Wanted | null) =>
  queryOptions({
    queryKey: [...RULES, 'quote', offer, id, JSON.stringify(draft)],
    queryFn: ({ signal }): Promise<Quote> => api.post('/api/pricing/quotes', { body: { offer_id: offer, id, rule: draft as never }, signal }),
    retry: false,
  });

export const createRule = (rule: Wanted) => api.post('/api/pricing/rules', { body: rule as never });
export const editRule = (id: string, rule: Wanted, version: number) => api.put('/api/pricing/rules/{id}', { path: { id }, body: rule as never, version });
export const archiveRule = (id: string, version: number) => api.delete('/api/pricing/rules/{id}', { path: { id }, version });
export const arrangeRules = ({ rules, mode, band, version }: Pick<Book, 'mode' | 'band' | 'version'> & { rules: readonly string[] }) =>
  api.put('/api/pricing/rules', { body: { rules: [...rules], mode: mode as 'first', band: band as never }, version });
export const askPrices = () => api.post('/api/pricing/reprice', {});

export const readFloors = (query: { limit: number; cursor: string | null }, signal?: AbortSignal) => api.get('/api/pricing/floors', { query, signal });
export const setFloor = (subject: Floor['subject'], id: string, price: Sum) =>
  api.post('/api/pricing/floors', { body: { floors: [{ subject, subject_id: id, price }] } });
export const removeFloor = ({ id, version }: Floor) => api.delete('/api/pricing/floors/{id}', { path: { id }, version });

export const ratesQuery = (day: string) =>
  queryOptions({
    queryKey: ['pricing', 'rates', day],
    queryFn: ({ signal }) => api.get('/api/pricing/rates', { query: { day: day || undefined }, signal }),
  });

export const taxesQuery = queryOptions({
  queryKey: [...TAXES, 'all'],
  queryFn: async ({ signal }): Promise<readonly Tax[]> => (await api.get('/api/pricing/taxes', { signal })).items,
});
export const setTax = (tax: Schemas['TaxIn']) => api.post('/api/pricing/taxes', { body: tax });
export const removeTax = (id: string) => api.delete('/api/pricing/taxes/{id}', { path: { id } });
export { TAXES };
