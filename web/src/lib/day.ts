// Days of the person's calendar as instants, for filters and for when a thing ends.
import { type Moment, moment } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The instant at which `2026-11-20` begins where the person is; null if that is no day. */
export function dayStart(day: string, later = 0): Date | null {
  const midnight = midnightOf(day);
  return midnight === null ? null : instantOf(midnight + later * DAY_MS);
}

/** The instant at which the clock there shows so many minutes after midnight of that day. */
export function dayTime(day: string, minutes: number): Date | null {
  const midnight = midnightOf(day);
  return midnight === null ? null : instantOf(midnight + minutes * MINUTE_MS);
}

function midnightOf(day: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const midnight = found ? Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])) : Number.NaN;
  return !found || new Date(midnight).toISOString().slice(0, 10) !== day ? null : midnight;
}

function instantOf(wanted: number): Date {
  // What the clock shows there is off by the offset of the zone; a second look is right where the
  // clocks change between the two.
  let at = wanted;
  for (let look = 0; look < 2; look += 1) at -= shown(new Date(at)) - wanted;
  return new Date(at);
}

/** The day of an instant where the person is, as a field of type date has it. */
export function dayOf(at: Date): string {
  return new Date(shown(at)).toISOString().slice(0, 10);
}

function shown(at: Date): number {
  const { year, month, day, hour, minute, second }: Moment = moment(at);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
