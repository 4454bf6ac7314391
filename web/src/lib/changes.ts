// Changes at shops, as far as several rooms speak of them: their states, how many wait, what can be changed.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from './api.ts';

export type ChangeState = Schemas['hanse__changes__model__states__State'];
export type Power = Schemas['hanse__changes__routes__rules__PowerOut'];
export type Finding = Schemas['hanse__changes__routes__shapes__FindingOut'];
export type Difference = { field: string; before: unknown; after: unknown };
export type Counts = Readonly<Partial<Record<ChangeState, number>>>;

/** Where a change is told of, so is its set: every question is asked again at any news of changes. */
export const CHANGES = ['changes', '*'] as const;

/** What needs somebody comes first, what is past comes last. */
export const CHANGE_STATES: readonly ChangeState[] = [
  'held', 'contested', 'unknown', 'proposed', 'approved', 'sending', 'refused', 'proven', 'rehearsed', 'superseded', 'cancelled', 'expired', 'undone',
];
/** A person has to do something. */
export const WAITING: readonly ChangeState[] = ['held', 'contested', 'proposed'];
export const UNDER_WAY: readonly ChangeState[] = ['approved', 'sending', 'unknown'];
export const DONE: readonly ChangeState[] = ['proven', 'refused', 'rehearsed', 'superseded', 'cancelled', 'expired', 'undone'];

export function sumOf(counts: Counts, states: readonly ChangeState[] = CHANGE_STATES): number {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

export const readCounts = async (signal: AbortSignal): Promise<Counts> => (await api.get('/api/changes/counts', { signal })).counts as Counts;

export const countsQuery = queryOptions({ queryKey: [...CHANGES, 'counts'], queryFn: ({ signal }) => readCounts(signal) });

/** What can be changed on which platform; it only changes with the program. */
export const powersQuery = queryOptions({
  queryKey: ['changes', 'power'],
  queryFn: async ({ signal }): Promise<readonly Power[]> => (await api.get('/api/changes/powers', { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});
