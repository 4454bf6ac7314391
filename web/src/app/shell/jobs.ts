// The work of the workspace, for the tray in the top bar.
import { useQuery } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { useMay } from '../../lib/me.ts';

export type Job = Schemas['JobOut'];

const SHOWN = 20;
const BUSY_EVERY_MS = 2_000;
const QUIET_EVERY_MS = 30_000;

export function useJobs(): { running: Job[]; failed: Job[]; waiting: Job[] } | null {
  const may = useMay()('jobs.job.read');
  const { data } = useQuery({
    queryKey: ['jobs', 'job', 'tray'],
    queryFn: ({ signal }) => api.get('/api/jobs', { query: { state: ['running', 'waiting', 'failed'], limit: SHOWN }, signal }),
    enabled: may,
    // Progress is no event: a job that runs is looked at, one that begins or ends is told.
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? BUSY_EVERY_MS : QUIET_EVERY_MS),
  });
  if (!may) return null;
  const jobs = data?.items ?? [];
  return {
    running: jobs.filter(isRunning),
    failed: jobs.filter((job) => job.state === 'failed'),
    waiting: jobs.filter((job) => job.state === 'waiting'),
  };
}

function isRunning(job: Job): boolean {
  return job.state === 'running';
}

/** Seconds left, if it can be known: at the pace so far. */
export function timeLeft(job: Pick<Job, 'started_at' | 'done' | 'total'>, now: number): number | null {
  if (job.started_at === null || !job.done || !job.total || job.done >= job.total) return null;
  const gone_s = (now - new Date(job.started_at).getTime()) / 1000;
  return gone_s < 3 ? null : (gone_s / job.done) * (job.total - job.done);
}
