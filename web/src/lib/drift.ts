// How much of what was read again at the shops is as we left it; the first page tells it as well.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from './api.ts';
import { CHANGES } from './changes.ts';
import { dayOf } from './day.ts';

export type Shares = Schemas['SharesOut'];
export type DayShare = Schemas['DayOut'];

export const DRIFT = [...CHANGES, 'drift'] as const;
export const DAYS_SHOWN = 30;
const DAY_MS = 86_400_000;

export const sharesQuery = queryOptions({
  queryKey: [...DRIFT, 'shares'],
  queryFn: ({ signal }): Promise<Shares> => api.get('/api/changes/drift/shares', { query: { days: DAYS_SHOWN }, signal }),
});

/** Of so many listings that were read; null where none was. */
export function shareOf(days: readonly DayShare[]): number | null {
  const looked = days.reduce((sum, day) => sum + day.looked, 0);
  return looked === 0 ? null : days.reduce((sum, day) => sum + day.proven, 0) / looked;
}

/** The last days, as many as asked for, ending `before` days ago. */
export function lately(days: readonly DayShare[], count: number, now: number, before = 0): DayShare[] {
  const names = new Set(dayNames(count, now, before));
  return days.filter((one) => names.has(one.day));
}

export function dayNames(count: number, now: number, before = 0): string[] {
  return Array.from({ length: count }, (_, at) => dayOf(new Date(now - (before + count - 1 - at) * DAY_MS)));
}
