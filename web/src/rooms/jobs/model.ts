// What the screens decide: how a state looks, what can be done about a job, how its tries read. Pure.
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Job, JobState, Try } from './api.ts';

export const SIGNS: Record<JobState, readonly [ShapeName, Colour]> = {
  later: ['clock', 'ink3'],
  waiting: ['dashedRing', 'ink2'],
  running: ['arc', 'accent'],
  failed: ['octagon', 'bad'],
  unknown: ['question', 'unknown'],
  parked: ['stop', 'ink3'],
  cancelled: ['slashed', 'ink3'],
};

const STATES = Object.keys(SIGNS) as JobState[];
const RETRIED = new Set<JobState>(['failed', 'unknown', 'parked', 'cancelled']);
const CANCELLED = new Set<JobState>(['later', 'waiting', 'running', 'parked']);
const NAME = /^[a-z][a-z0-9_]{0,49}(\.[a-z][a-z0-9_]{0,99})?$/;

/** Only words that the server knows: an old or mistyped link must not end in a refusal. */
export function knownStates(words: readonly string[]): JobState[] {
  return STATES.filter((state) => words.includes(state));
}

export function knownName(word: string): string | undefined {
  return NAME.test(word) ? word : undefined;
}

export function mayRetry({ state }: Pick<Job, 'state'>): boolean {
  return RETRIED.has(state);
}

export function mayCancel({ state }: Pick<Job, 'state'>): boolean {
  return CANCELLED.has(state);
}

/** How much is done, from 0 to 1; null if it does not count. */
export function share({ done, total }: Pick<Job, 'done' | 'total'>): number | null {
  return total === null || total <= 0 ? null : Math.min(1, (done ?? 0) / total);
}

/** Whether something moves, so that one has to look often. */
export function isBusy(jobs: readonly Pick<Job, 'state'>[]): boolean {
  return jobs.some(({ state }) => state === 'running');
}

/** Seconds that a try took. */
export function took_s(one: Pick<Try, 'started_at' | 'ended_at'>): number {
  return Math.max(0, (new Date(one.ended_at).getTime() - new Date(one.started_at).getTime()) / 1000);
}

/** Which of the picked jobs a verb can be used on; unknown ones are looked at one by one. */
export function picked(jobs: readonly Job[], ids: readonly string[], fits: (job: Job) => boolean): { ids: string[]; left: number } {
  const chosen = jobs.filter((job) => ids.includes(job.id));
  const fitting = chosen.filter((job) => fits(job) && job.state !== 'unknown');
  return { ids: fitting.map((job) => job.id), left: ids.length - fitting.length };
}
