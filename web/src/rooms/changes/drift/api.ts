// What was changed at shops in fields that are ours, and handing fields over.
import { api, type Schemas } from '../../../lib/api.ts';
import { DRIFT } from '../../../lib/drift.ts';

export type Drift = Schemas['DriftOut'];
export type DriftState = Schemas['DriftState'];
export type Decision = Schemas['DecideDriftsIn']['decision'];
export type Decided = Schemas['DecidedOut'];
export type Reading = Schemas['ReadingOut'];

export const DRIFTS = [...DRIFT, 'list'] as const;
export const DRIFT_STATES: readonly DriftState[] = ['found', 'restored', 'kept', 'handed', 'gone'];
export const DECISIONS: readonly Decision[] = ['keep', 'restore', 'hand'];
const SHOPS_S = 60;

type Query = { account?: string; state?: DriftState; limit: number; cursor: string | null };

export const readDrifts = (query: Query, signal?: AbortSignal) => api.get('/api/changes/drifts', { query, signal });

export const decide = (ids: readonly string[], decision: Decision): Promise<Decided> =>
  api.post('/api/changes/drifts/decide', { body: { ids: [...ids], decision }, timeout_s: SHOPS_S });

export const readAgain = (account: string): Promise<Reading> => api.post('/api/changes/drift/readings', { body: { account_id: account } });
