// The mails of the installation: GET /api/mails. That somebody read one is an event.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Mail = Schemas['MailOut'];
export type MailState = Mail['state'];

export const MAILS = ['engine', 'mail'] as const;

/** Who looked is in the log, so nobody looks by itself. */
export const readMails = (query: { limit: number; cursor: string | null }, signal?: AbortSignal) => api.get('/api/mails', { query, signal });

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['mails', 'letter', id],
    queryFn: ({ signal }) => api.get('/api/mails/{id}', { path: { id }, signal }),
    // A letter does not change; each reading of it is noted in the log.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
