// The workspace of now and the businesses in it.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';

export type Workspace = Schemas['WorkspaceOut'];
export type WorkspaceChange = Schemas['WorkspaceChangeIn'];
export type Business = Schemas['BusinessOut'];
export type BusinessKind = Business['kind'];
export type BusinessState = Business['state'];
export type Move = 'archive' | 'restore' | 'keep';

export const WORKSPACE = ['identity', 'workspace'] as const;
export const BUSINESSES = ['identity', 'business'] as const;

export const workspaceQuery = queryOptions({
  queryKey: [...WORKSPACE, 'own'],
  queryFn: ({ signal }) => api.get('/api/identity/workspace', { signal }),
});

export function changeWorkspace(body: WorkspaceChange, version: number): Promise<Workspace> {
  return api.patch('/api/identity/workspace', { body, version });
}

export function closeWorkspace(version: number): Promise<Workspace> {
  return api.delete('/api/identity/workspace', { version });
}

export function keepWorkspace(): Promise<Workspace> {
  return api.post('/api/identity/workspace/keep');
}

/** From where this browser is seen, as the server says; empty if it does not. */
export const addressQuery = queryOptions({
  queryKey: ['identity', 'session', 'address'],
  queryFn: async ({ signal }) => {
    const { items } = await api.get('/api/identity/sessions', { query: { limit: 200 }, signal });
    return items.find((session) => session.this_one)?.address ?? '';
  },
});

export function readBusinesses(states: readonly BusinessState[], cursor: string | null, limit: number, signal?: AbortSignal) {
  const state = states.length > 0 ? [...states] : undefined;
  return api.get('/api/identity/businesses', { query: { state, cursor, limit }, signal });
}

export function makeBusiness(name: string, kind: BusinessKind, key: string): Promise<Business> {
  return api.post('/api/identity/businesses', { body: { name, kind }, key });
}

export function changeBusiness({ id, version }: Pick<Business, 'id' | 'version'>, body: { name?: string; kind?: BusinessKind }): Promise<Business> {
  return api.patch('/api/identity/businesses/{id}', { path: { id }, body, version });
}

const MOVES = {
  archive: '/api/identity/businesses/{id}/archive',
  restore: '/api/identity/businesses/{id}/restore',
  keep: '/api/identity/businesses/{id}/keep',
} as const;

export function moveBusiness(id: string, move: Move): Promise<Business> {
  return api.post(MOVES[move], { path: { id } });
}

export function deleteBusiness({ id, version }: Pick<Business, 'id' | 'version'>): Promise<Business> {
  return api.delete('/api/identity/businesses/{id}', { path: { id }, version });
}
