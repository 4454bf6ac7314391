// Sets of changes, single changes with their receipts, and the rules that hold for them.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas, type Versioned } from '../../lib/api.ts';
import { CHANGES, type ChangeState, type Difference, type Finding } from '../../lib/changes.ts';

export type ChangeSet = Schemas['SetOut'];
export type Whole = Schemas['hanse__changes__routes__shapes__WholeOut'];
export type Stage = Schemas['StageOut'];
export type Share = Schemas['ShareOut'];
export type Passing = Schemas['PassingOut'];
export type Change = Omit<Schemas['ChangeOut'], 'differences'> & { differences: Difference[] };
export type Receipt = Omit<Schemas['ReceiptOut'], 'differences'> & { differences: Difference[] };
export type Undone = Schemas['UndoneOut'];
export type Left = Omit<Schemas['LeftOut'], 'finding'> & { finding: Finding };
export type Decision = Schemas['DecideIn']['decision'];
export type Limits = Schemas['hanse__changes__routes__rules__LimitsOut'];
export type LimitsWanted = Omit<Limits, 'version'>;
export type Policy = Schemas['PolicyOut'];
export type PolicyWanted = Omit<Policy, 'version'>;
export type Rule = Schemas['RuleIn'];

export const SETS = [...CHANGES, 'sets'] as const;
export const CHANGES_OF = [...CHANGES, 'of'] as const;
export const RULES = ['changes', 'rules'] as const;

// Shops are asked what they show before a set is made that takes back.
const SHOPS_S = 60;
export const HELD_SHOWN = 50;

type Paged = { state: ChangeState[]; limit: number; cursor: string | null };

export const readSets = (query: Paged, signal?: AbortSignal) => api.get('/api/changes/sets', { query, signal });

export const setQuery = (id: string) =>
  queryOptions({
    queryKey: [...CHANGES, 'set', id],
    queryFn: ({ signal }): Promise<Whole> => api.get('/api/changes/sets/{id}', { path: { id }, signal }),
  });

export const readChanges = (id: string, query: Paged, signal?: AbortSignal) =>
  api.get('/api/changes/sets/{id}/changes', { path: { id }, query, signal }) as Promise<{ items: Change[]; next_cursor: string | null }>;

/** The first of those that are held: why the guard stopped the set. */
export const heldQuery = (id: string) =>
  queryOptions({
    queryKey: [...CHANGES, 'held', id],
    queryFn: async ({ signal }): Promise<readonly Change[]> => (await readChanges(id, { state: ['held'], limit: HELD_SHOWN, cursor: null }, signal)).items,
  });

export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: [...CHANGES, 'receipt', id],
    queryFn: ({ signal }) => api.get('/api/changes/changes/{id}', { path: { id }, signal }) as Promise<Receipt>,
  });

export const approve = (id: string, preview: string) => api.post('/api/changes/sets/{id}/approve', { path: { id }, body: { preview } });

/** Whoever had agreed is asked anew. None: as soon as it is approved. */
export const setTime = ({ id, version, not_after: until }: Pick<Whole, 'id' | 'version' | 'not_after'>, from: Date | null) =>
  api.patch('/api/changes/sets/{id}', { path: { id }, body: { not_before: from?.toISOString() ?? null, not_after: until }, version });

export const release = (id: string, why: string) => api.post('/api/changes/sets/{id}/release', { path: { id }, body: { why } });

/** All that was not sent, or these of it. */
export const withdraw = (id: string, changeIds: readonly string[] = []) =>
  api.post('/api/changes/sets/{id}/withdraw', { path: { id }, body: { change_ids: [...changeIds] } });

export const undoSet = (id: string, changeIds: readonly string[] = []) =>
  api.post('/api/changes/sets/{id}/undo', { path: { id }, body: { change_ids: [...changeIds], fields: [] }, timeout_s: SHOPS_S });

export const undoSince = (since: Date) => api.post('/api/changes/undo', { body: { since: since.toISOString() }, timeout_s: SHOPS_S });

export const editChange = ({ id, version }: Pick<Change, 'id' | 'version'>, after: Record<string, unknown>) =>
  api.patch('/api/changes/changes/{id}', { path: { id }, body: { after: after as never }, version }) as Promise<Change>;

export const decide = (id: string, decision: Decision) => api.post('/api/changes/changes/{id}/decide', { path: { id }, body: { decision } });

export const limitsQuery = queryOptions({
  queryKey: [...RULES, 'limits'],
  queryFn: ({ signal }): Promise<Versioned<Limits>> => api.read('/api/changes/limits', { signal }),
});

export const policyQuery = queryOptions({
  queryKey: [...RULES, 'policy'],
  queryFn: ({ signal }): Promise<Versioned<Policy>> => api.read('/api/changes/policy', { signal }),
});

/** Step-up where it is asked for: `ask` shows the dialog and goes again. */
export const setLimits = (body: LimitsWanted, version: number) => api.put('/api/changes/limits', { body, version });

export const setPolicy = (body: PolicyWanted, version: number) => api.put('/api/changes/policy', { body, version });
