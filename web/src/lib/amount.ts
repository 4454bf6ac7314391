// Amounts of machines: how long an answer took, how much room there is. A number keeps its unit.
import { span } from './time.ts';

const NARROW = '\u00A0';
const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Below a second in milliseconds, for answers are that quick. */
export function took(seconds: number): string {
  if (seconds >= 1) return span(seconds);
  const ms = seconds * 1000;
  return `${ms < 10 ? rounded(ms, 1) : Math.round(ms)}${NARROW}ms`;
}

export function bytes(count: number): string {
  const step = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const value = count / 1000 ** step;
  return `${rounded(value, value < 10 && step > 0 ? 1 : 0)}${NARROW}${SIZES[step]}`;
}

function rounded(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
