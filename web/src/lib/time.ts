// How long, how long ago, and when. Two units at most; a number and its unit do not break apart.
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const NARROW = '\u00A0';

export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE_S) return unit(whole, 's');
  if (whole < HOUR_S) return unit(Math.floor(whole / MINUTE_S), 'min');
  if (whole < DAY_S) return two(whole, HOUR_S, 'h', MINUTE_S, 'min');
  const days = Math.floor(whole / DAY_S);
  return two(whole, DAY_S, days === 1 ? 'day' : 'days', HOUR_S, 'h');
}

function two(seconds: number, large_s: number, large: string, small_s: number, small: string): string {
  const rest = Math.floor((seconds % large_s) / small_s);
  const first = unit(Math.floor(seconds / large_s), large);
  return rest === 0 ? first : `${first} ${unit(rest, small)}`;
}

function unit(count: number, name: string): string {
  return `${count}${NARROW}${name}`;
}

/** Relative and live below an hour, then the time, then the day. */
export function ago(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  if (seconds < 1) return 'now';
  return seconds < HOUR_S ? `${span(seconds)} ago` : when(at, now);
}

export function when(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clock(at);
  const day = `${at.getDate()}${NARROW}${MONTHS[at.getMonth()]}`;
  return at.getFullYear() === now.getFullYear() ? `${day}, ${clock(at)}` : `${day} ${at.getFullYear()}`;
}

export function clock(at: Date): string {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** The exact instant, for whoever hovers. */
export function utc(at: Date): string {
  return at.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
