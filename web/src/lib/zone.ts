// The time zone that instants are shown in: the person's, and before anybody is known the browser's.
import { cached } from './cached.ts';

let wished: string | undefined;

export function setZone(name: string | undefined): void {
  wished = name;
}

/** Looked at when it is used: the first use of dates is slow, and a first screen can do without. */
function current(): string | undefined {
  return wished !== undefined && isZone(wished) ? wished : undefined;
}

export function zone(): string {
  return current() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(name: string): boolean {
  try {
    return Boolean(formatter(name));
  } catch {
    return false;
  }
}

export type Moment = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** What clock and calendar show at that instant there. */
export function moment(at: Date): Moment {
  const parts = formatter(current() ?? '').formatToParts(at);
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
