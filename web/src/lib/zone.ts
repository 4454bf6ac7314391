// The time zone that instants are shown in: the person's, and before anybody is known the browser's.
import { cached } from './cached.ts';

let current: string | undefined;

export function setZone(name: string | undefined): void {
  current = name !== undefined && isZone(name) ? name : undefined;
}

export function zone(): string {
  return current ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(name: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export type Moment = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** What clock and calendar show at that instant there. */
export function moment(at: Date): Moment {
  const parts = formatter(current ?? '').formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}

// Making a formatter costs a hundred times what using it costs.
const formatter = cached(
  (name: string) =>
    new Intl.DateTimeFormat('en', {
      ...(name && { timeZone: name }),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }),
);
