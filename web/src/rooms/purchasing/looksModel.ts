// What stands behind the drawing and the sentences of look-ups.
import type { LookDay } from './shapes.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const NOTICED = 0.99;

/** Every hour of the day, those without a look as well. */
export function byHour({ until, hours }: LookDay): { at: Date; done: number; open: number }[] {
  const ends = new Date(until).getTime();
  const known = new Map(hours.map((hour) => [new Date(hour.at).getTime(), hour]));
  return Array.from({ length: HOURS }, (_, place) => {
    const at = ends - (HOURS - place) * HOUR_MS;
    const found = known.get(at);
    return { at: new Date(at), done: found?.done ?? 0, open: found ? found.looks - found.done : 0 };
  });
}

/** Whether more points would change something that anybody notices. */
export function pays({ loss_minor: loss, loss_more_minor: more }: LookDay): boolean {
  return more !== null && more < loss * NOTICED;
}
