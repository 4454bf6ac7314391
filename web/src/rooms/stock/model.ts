// What screens of stock work out of what the server says. Pure.
import { type Search, wordOf } from '../../lib/address.ts';
import { dayStart } from '../../lib/day.ts';
import { number } from '../../lib/number.ts';
import type { StateName } from '../../ui/states.ts';
import type { Narrowed } from './api.ts';
import type { Adjustment, ChannelSettings, ItemState, Kind, Latency, Moved, MovesAsked, Period, Rhythm, ShopTruth, Truth, Waiting } from './shapes.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const NARROW = '\u00A0';
export const STATES: readonly ItemState[] = ['low', 'out', 'waiting', 'fine', 'uncounted'];
export const PIECES_MAX = 1_000_000_000;

export function narrowed(search: Search): Narrowed {
  const words = { search: wordOf(search, 'search'), place: wordOf(search, 'place'), account: wordOf(search, 'account'), state: wordOf(search, 'state') };
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== ''));
}

/** Which moves the server is asked for; days are days where the person is. */
export function movesAsked(search: Search): MovesAsked {
  const [from, to] = [dayStart(wordOf(search, 'from')), dayStart(wordOf(search, 'to'), 1)];
  const words = { kind: wordOf(search, 'kind'), place: wordOf(search, 'place'), who: wordOf(search, 'who'), from: from?.toISOString() ?? '', to: to?.toISOString() ?? '' };
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== ''));
}

/** How long a push took: `0.9 s`, `6.4 s`, `2 min`. */
export function lasted(ms: number): string {
  if (ms < 10 * SECOND_MS) return `${number(ms / SECOND_MS, 1)}${NARROW}s`;
  return ms < MINUTE_MS ? `${number(ms / SECOND_MS)}${NARROW}s` : `${number(ms / MINUTE_MS)}${NARROW}min`;
}

/** A whole number of pieces, or null where it is none; with a sign where steps are meant. */
export function pieces(typed: string, { signed = false } = {}): number | null {
  const plain = typed.trim().replace('\u2212', '-');
  const found = (signed ? /^[+-]?\d{1,10}$/ : /^\d{1,10}$/).exec(plain);
  const value = found ? Number(plain) : Number.NaN;
  return Number.isInteger(value) && Math.abs(value) <= PIECES_MAX ? value + 0 : null;
}

export type Way = 'by' | 'to';
export type Typed = { way: Way; amount: string; place: string; kind: Kind; reason: string; confidence?: string };

/** The same for each of them; null while it is no whole sentence yet. */
export function adjustments(ids: readonly string[], { way, amount, place, kind, reason, confidence = '' }: Typed): readonly Adjustment[] | null {
  const value = pieces(amount, { signed: way === 'by' });
  if (value === null || place === '' || (way === 'by' && value === 0)) return null;
  const sure = pieces(confidence);
  return ids.map((variant_id) => ({ variant_id, place_id: place, kind, reason: reason.trim(), ...(way === 'by' ? { by: value } : { to: value }), ...(sure !== null && { confidence: sure }) }));
}

/** What one sees first of a move: pieces that came or went, or were held and let go. */
export function moved({ on_hand, reserved, promised }: Pick<Moved, 'on_hand' | 'reserved' | 'promised'>): number {
  return on_hand === 0 ? 0 - reserved - promised : on_hand;
}

/** Goods promised before leave: what is free does not change by it. */
export function wasHeld({ on_hand, reserved, promised }: Pick<Moved, 'on_hand' | 'reserved' | 'promised'>): boolean {
  return on_hand < 0 && reserved + promised === on_hand;
}

const TRUTHS: Readonly<Record<Truth, StateName>> = { proven: 'proven', asked: 'sending', differs: 'differs', off: 'stopped', waiting: 'waiting' };
export const truthState = (truth: Truth): StateName => TRUTHS[truth];

/** Of all shops the one that needs a look most. */
export function worst(shops: readonly ShopTruth[]): ShopTruth | null {
  const order: readonly Truth[] = ['differs', 'waiting', 'asked', 'proven', 'off'];
  return shops.toSorted((one, other) => order.indexOf(one.truth) - order.indexOf(other.truth))[0] ?? null;
}

/** What a scanner or a hand gives: `KK-1`, or `KK-1 x3` for three at once. */
export function scanned(line: string): { sku: string; pieces: number } | null {
  const found = /^(.+?)(?:\s+[x*×]\s*(\d{1,6}))?$/i.exec(line.trim());
  return found?.[1] ? { sku: found[1], pieces: Number(found[2] ?? 1) } : null;
}

/** A limit in full: `250 ms`, `3 s`, `5 min`. */
function bound(ms: number): string {
  return ms < SECOND_MS ? `${ms}${NARROW}ms` : ms < MINUTE_MS ? `${number(ms / SECOND_MS)}${NARROW}s` : lasted(ms);
}

export type Histogram = { points: string[]; values: number[]; at: (ms: number) => number };

/** The columns of a histogram: what each is called, how many pushes stand in it, and where a time stands. */
export function columns({ buckets }: Pick<Latency, 'buckets'>, over: (limit: string) => string): Histogram {
  const filled = buckets.map(({ count }) => count > 0);
  const first = Math.max(filled.indexOf(true) - 1, 0);
  const shown = buckets.slice(first, Math.max(filled.lastIndexOf(true), first) + 1);
  return {
    points: shown.map(({ up_to_ms: limit }, place) => (limit === null ? over(bound(buckets[first + place - 1]?.up_to_ms ?? 0)) : `≤${NARROW}${bound(limit)}`)),
    values: shown.map(({ count }) => count),
    at: (ms) => shown.findIndex(({ up_to_ms: limit }) => limit === null || ms <= limit),
  };
}

export type Stretch = { from: number; width: number };
const DAY_MS = 86_400_000;

/** Where on a line of so many days it could be bought, in shares of one; and in how much of the time since anything is known. */
export function stretches(periods: readonly Pick<Period, 'from_at' | 'until_at'>[], now: Date, days: number): { parts: Stretch[]; share: number } {
  const [end, whole] = [now.getTime(), days * DAY_MS];
  const begin = end - whole;
  const parts = periods.flatMap(({ from_at, until_at }) => {
    const from = Math.max(begin, Date.parse(from_at));
    const until = Math.min(end, until_at === null ? end : Date.parse(until_at));
    return until <= from ? [] : [{ from: (from - begin) / whole, width: (until - from) / whole }];
  });
  const known = 1 - Math.min(...parts.map(({ from }) => from), 1);
  return { parts, share: known === 0 ? 0 : parts.reduce((sum, { width }) => sum + width, 0) / known };
}

export type TypedSettings = {
  rhythm: string;
  places: readonly string[];
  supplied: boolean;
  keep_percent: string;
  keep_count: string;
  show_max: string;
  safety: boolean;
  when_out: string;
};

export const typedOf = (given: ChannelSettings): TypedSettings => ({
  rhythm: given.rhythm,
  places: given.places,
  supplied: given.supplied,
  keep_percent: String(Number(given.keep_percent)),
  keep_count: String(given.keep_count),
  show_max: given.show_max === null ? '' : String(given.show_max),
  safety: given.safety,
  when_out: given.when_out,
});

export const settingsOf = (typed: TypedSettings): Omit<ChannelSettings, 'oversell_minor' | 'oversell_currency'> => ({
  rhythm: typed.rhythm as Rhythm,
  places: typed.places,
  supplied: typed.supplied,
  keep_percent: String(share(typed.keep_percent) ?? 0),
  keep_count: pieces(typed.keep_count) ?? 0,
  show_max: typed.show_max.trim() === '' ? null : pieces(typed.show_max),
  safety: typed.safety,
  when_out: typed.when_out as ChannelSettings['when_out'],
});

/** From 0 to 100, with either mark; null where it is none. */
export function share(typed: string): number | null {
  const plain = typed.trim().replace(',', '.');
  const value = /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : Number.NaN;
  return value >= 0 && value <= 100 ? value : null;
}

/** Every shop that counts one of them, in the order of the names. */
export function counting(rows: readonly Waiting[], nameOf: (id: string) => string): readonly string[] {
  const ids = [...new Set(rows.flatMap(({ shops }) => shops.map(({ account_id: id }) => id)))];
  return ids.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

/** What was typed for each, where it is a number. */
export function typedCounts(typed: Readonly<Record<string, string>>): { variant_id: string; count: number }[] {
  return Object.entries(typed).flatMap(([variant_id, words]) => {
    const count = pieces(words);
    return count === null ? [] : [{ variant_id, count }];
  });
}

const filled = (typed: string) => typed.split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** Lines of SKU and pieces, as they are typed or pasted. */
export function goodsOf(typed: string): { sku: string; count: number }[] {
  return filled(typed).flatMap((line) => {
    const found = scanned(line);
    return found ? [{ sku: found.sku, count: found.pieces }] : [];
  });
}

/** The first line that says no number of pieces, or none at all. */
export function wrongLine(typed: string): string {
  return filled(typed).find((line) => (scanned(line)?.pieces ?? 0) < 1) ?? '';
}
