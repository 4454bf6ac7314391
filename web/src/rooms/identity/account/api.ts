// One's own account.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';

export type Session = Schemas['SessionOut'];
export type Factor = Schemas['FactorOut'];
export type Added = Schemas['AddedOut'];
export type Happened = Schemas['EventOut'];
export type Tokens = Schemas['TokensOut'];
export type Shown = Schemas['ProofIn'];

const ALL = 100;

export const SESSIONS = ['identity', 'session', 'own'] as const;
export const FACTORS = ['identity', 'factor', 'own'] as const;

export const sessionsQuery = queryOptions({
  queryKey: SESSIONS,
  queryFn: ({ signal }) => api.get('/api/identity/sessions', { query: { limit: ALL }, signal }),
});

export const factorsQuery = queryOptions({
  queryKey: FACTORS,
  queryFn: ({ signal }) => api.get('/api/identity/factors', { query: { limit: ALL }, signal }),
});

export const activityQuery = infiniteQueryOptions({
  queryKey: ['identity', 'activity', 'own'],
  queryFn: ({ pageParam, signal }) => api.get('/api/identity/activity', { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const waysQuery = queryOptions({
  queryKey: ['identity', 'proof', 'ways'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/proof', { signal })).ways,
  staleTime: 0,
});

export const changeMe = (body: Schemas['PersonIn'], version: number) => api.patch('/api/identity/me', { body, version });

export const changePassword = (current: string, password: string) =>
  api.post('/api/identity/password', { body: { current, password } });

export const changeEmail = (email: string, password: string) => api.post('/api/identity/email', { body: { email, password } });

export const endSession = (id: string) => api.delete('/api/identity/sessions/{id}', { path: { id } });

export const endOthers = () => api.post('/api/identity/sessions/end_others');

export const signMachineIn = (name: string) => api.post('/api/identity/tokens', { body: { name } });

export const beginTotp = (name: string) => api.post('/api/identity/factors/totp', { body: { name } });

export const confirmTotp = (id: string, code: string) =>
  api.post('/api/identity/factors/{id}/confirmation', { path: { id }, body: { code } });

export const renameFactor = (id: string, name: string) => api.patch('/api/identity/factors/{id}', { path: { id }, body: { name } });

export const removeFactor = (id: string) => api.delete('/api/identity/factors/{id}', { path: { id } });

export const renewCodes = () => api.post('/api/identity/recovery_codes');

export const beginPasskey = () => api.post('/api/identity/factors/passkeys/question');

export const addPasskey = (name: string, passkey: Schemas['MadeIn']) =>
  api.post('/api/identity/factors/passkeys', { body: { name, passkey } });

export const proofQuestion = () => api.post('/api/identity/proof/question');

export const prove = (shown: Shown) => api.post('/api/identity/proof', { body: shown });
