// Months of the calendar in UTC, as earnings are counted, and what a chart of one shows.
import { major } from '../../lib/money.ts';
import type { Days, Side, Total } from './earningsApi.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** The month that the address names, else the one of now. */
export function monthOf(word: string, now: Date): string {
  return MONTH.test(word) ? word : now.toISOString().slice(0, 7);
}

export function moved(month: string, by: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 + by, 1)).toISOString().slice(0, 7);
}

export function daysOf(month: string): Days {
  const last = new Date(Date.UTC(Number(moved(month, 1).slice(0, 4)), Number(moved(month, 1).slice(5)) - 1, 0));
  return { since: `${month}-01`, until: last.toISOString().slice(0, 10) };
}

export type Drawn = { points: string[]; client: number[]; platform: number[] };

/** Day by day in one currency, also those on which nothing was earned; none that is still to come. */
export function drawn(times: readonly Total[], currency: string, { since, until }: Days, now: Date): Drawn {
  const today = now.toISOString().slice(0, 10);
  const last = until < today ? until : today;
  const found = new Map(times.filter((one) => one.currency === currency).map((one) => [one.since, one]));
  const out: Drawn = { points: [], client: [], platform: [] };
  for (let at = Date.parse(since); at <= Date.parse(last); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const one = found.get(day);
    out.points.push(String(Number(day.slice(8))));
    out.client.push(one ? major({ minor: one.client_minor, currency }) : 0);
    out.platform.push(one ? major({ minor: one.platform_minor, currency }) : 0);
  }
  return out;
}

/** An amount of an entry or a sum. */
export function amount(of: Side | Total, part: 'paid' | 'client' | 'platform') {
  return { currency: of.currency, minor: of[`${part}_minor`] };
}
