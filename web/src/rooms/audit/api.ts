// The log of the workspace: GET /api/events, one event opened, the file, and how far it is proven.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ask, type Query } from '../../lib/http.ts';

export type LogEvent = Schemas['EventOut'];
export type Difference = Schemas['hanse__engine__doors__feed__DifferenceOut'];
export type Seal = Schemas['SealOut'];
export type Member = { id: string; name: string };

export const EVENTS = ['audit', 'event'] as const;
// A file of 100,000 events takes a while to be written.
const EXPORT_TIMEOUT_S = 300;

export async function readEvents(query: Query, signal?: AbortSignal) {
  return api.get('/api/events', { query: query as never, signal });
}

export const sealQuery = queryOptions({
  queryKey: ['audit', 'seal'],
  queryFn: ({ signal }) => api.get('/api/audit/seal', { signal }),
});

/** The people who work here, to choose whose doings are shown. */
export const membersQuery = queryOptions({
  queryKey: ['identity', 'member', 'names'],
  queryFn: async ({ signal }): Promise<readonly Member[]> => {
    const { items } = await api.get('/api/identity/members', { query: { limit: 200 }, signal });
    return items.map(({ person_id, name }) => ({ id: person_id, name }));
  },
  staleTime: 60_000,
});

/** The event with its personal fields open. That they were opened, and why, is an event from then on. */
export async function openPersonal(position: string, reason: string): Promise<LogEvent> {
  return api.get('/api/events/{position}/personal', { path: { position }, query: { reason } });
}

export type FileKind = 'csv' | 'jsonl';
const MEDIA_TYPES: Record<FileKind, string> = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

export async function exportLog(query: Query, format: FileKind): Promise<Blob> {
  const { body } = await ask('GET', '/api/events/export', { query: { ...query, format }, timeout_s: EXPORT_TIMEOUT_S });
  return new Blob([body as string], { type: MEDIA_TYPES[format] });
}
