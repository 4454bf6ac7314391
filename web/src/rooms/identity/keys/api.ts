// Keys for programs: /api/identity/keys.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';

export type Key = Schemas['KeyOut'];
export type KeyMade = Schemas['KeyMadeOut'];
export type KeyState = Key['state'];
export type Role = Schemas['RoleOut'];

export const KEYS = ['identity', 'key'] as const;

export function readKeys(cursor: string | null, limit: number, signal?: AbortSignal) {
  return api.get('/api/identity/keys', { query: { cursor, limit }, signal });
}

/** What there is to choose from, in sentences. */
export const rolesQuery = queryOptions({
  queryKey: ['identity', 'role'],
  queryFn: async ({ signal }): Promise<readonly Role[]> => (await api.get('/api/identity/roles', { signal })).roles,
  staleTime: 300_000,
});

export function makeKey(name: string, scopes: readonly string[], expiresAt: Date | null, key: string) {
  const body = { name, scopes: [...scopes], expires_at: expiresAt?.toISOString() ?? null };
  return api.post('/api/identity/keys', { body, key });
}

export function renameKey({ id, version }: Pick<Key, 'id' | 'version'>, name: string) {
  return api.patch('/api/identity/keys/{id}', { path: { id }, body: { name }, version });
}

export function revokeKey(id: string) {
  return api.delete('/api/identity/keys/{id}', { path: { id } });
}
