// What the person was told, and how it wants to be told: /api/notices.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Notice = Schemas['NoticeOut'];
export type Grid = Schemas['GridOut'];
export type Kind = Schemas['RowOut'];
export type Way = Grid['channels'][number];
export type Channel = Way['channel'];
export type Choices = Schemas['GridIn'];

export const NOTICES = ['notices', 'notice'] as const;
export const CHOICES = ['notices', 'preferences'] as const;

export const readNotices = (query: { unread: boolean; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/notices', { query, signal });

export const unreadQuery = queryOptions({
  queryKey: [...NOTICES, 'unread'],
  queryFn: async ({ signal }) => (await api.get('/api/notices/unread', { signal })).unread,
});

export const readNotice = (id: string) => api.post('/api/notices/{id}/read', { path: { id } });

/** Up to the newest that is shown: one that comes meanwhile stays unread. */
export const readAll = (until: string | null) => api.post('/api/notices/read_all', { body: { until } });

export const choicesQuery = queryOptions({
  queryKey: CHOICES,
  queryFn: async ({ signal }): Promise<Grid> => api.get('/api/notices/preferences', { signal }),
});

export const setChoices = (body: Choices, version: number) => api.put('/api/notices/preferences', { body, version });
