// The work of the workspace: GET /api/jobs, one with its story, try again, cancel.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Job = Schemas['JobOut'];
export type Story = Schemas['StoryOut'];
export type Try = Schemas['TryOut'];
export type JobState = Job['state'];

export const JOBS = ['jobs', 'job'] as const;

export function readJobs(query: { state: JobState[]; name: string | undefined; limit: number; cursor: string | null }, signal?: AbortSignal) {
  return api.get('/api/jobs', { query, signal });
}

export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: [...JOBS, 'story', id],
    queryFn: ({ signal }) => api.get('/api/jobs/{id}', { path: { id }, signal }),
  });

/** `settled`: somebody has looked at what a job of unknown outcome did. */
export const retryJob = (id: string, settled = false) => api.post('/api/jobs/{id}/retry', { path: { id }, body: { settled } });

export const cancelJob = (id: string) => api.post('/api/jobs/{id}/cancel', { path: { id } });
