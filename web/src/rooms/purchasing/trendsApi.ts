// What sells at suppliers: topics that are watched, and the products in them.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import type { Paging } from './api.ts';
import type { Standing, Topic, TopicChange, TopicWanted } from './shapes.ts';

export const TOPICS = ['purchasing', 'topic'] as const;

export const topicsQuery = queryOptions({ queryKey: [...TOPICS, 'watched'], queryFn: ({ signal }) => api.get('/api/purchasing/topics', { signal }) });
export const proposalsQuery = queryOptions({ queryKey: [...TOPICS, 'proposals'], queryFn: async ({ signal }) => (await api.get('/api/purchasing/topics/proposals', { signal })).items });
/** Asked of the platform itself, so it is kept for a while. */
export const choicesQuery = (account: string, parent: string) =>
  queryOptions({ queryKey: ['purchasing', 'choices', account, parent], staleTime: Number.POSITIVE_INFINITY, queryFn: ({ signal }) => api.get('/api/purchasing/topics/choices', { query: { account, ...(parent && { parent }) }, signal }) });
export const watchTopic = (body: TopicWanted) => api.post('/api/purchasing/topics', { body });
export const editTopic = ({ id, version }: Topic, body: TopicChange) => api.patch('/api/purchasing/topics/{id}', { path: { id }, body, version });
export const dropTopic = ({ id, version }: Topic) => api.delete('/api/purchasing/topics/{id}', { path: { id }, version });
export const readTopic = (id: string) => api.post('/api/purchasing/topics/{id}/read', { path: { id } });
export const readTrends = ({ topic, standing }: { topic: string; standing: readonly Standing[] }, paging: Paging, signal?: AbortSignal) =>
  api.get('/api/purchasing/trends', { query: { ...(topic && { topic }), ...(standing.length > 0 && { standing: [...standing] }), ...paging }, signal });
