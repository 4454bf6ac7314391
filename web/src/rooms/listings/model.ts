// What the screens of listings decide. Pure.
import { type Search, wordOf, wordsOf } from '../../lib/address.ts';
import type { Handed, HandThing } from '../../lib/owners.ts';
import type { Act, Field, Listing, Narrowed, Overlay, Pair, Row, Status, Suggestion, Whole, Word } from './api.ts';

export const STATUSES: readonly Status[] = ['draft', 'ready', 'live', 'hidden', 'refused', 'ended'];
export const TEXT_FIELDS = ['title', 'description_html', 'summary_html', 'seo_title', 'seo_description', 'handle', 'tags'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export const LONG: ReadonlySet<string> = new Set(['description_html', 'summary_html']);

/** Where an act makes sense; the server says so of each listing again. */
export const ACTS: Readonly<Record<Act, readonly Status[]>> = {
  plan: ['live', 'hidden'],
  publish: ['draft', 'ready', 'refused', 'hidden'],
  hide: ['live'],
  end: ['live', 'hidden'],
  relist: ['ended', 'hidden'],
};

const known = (word: string): word is Status => (STATUSES as readonly string[]).includes(word);

/** What the server is asked, of what stands in the address. */
export function narrowed(search: Search): Narrowed {
  const below = Number(wordOf(search, 'score_below'));
  const status = wordsOf(search, 'status').filter(known);
  return {
    account: wordOf(search, 'account') || undefined,
    status: status.length > 0 ? status : undefined,
    differs: wordOf(search, 'differs') === 'true' || undefined,
    drifted: wordOf(search, 'drifted') === 'true' || undefined,
    score_below: Number.isInteger(below) && below > 0 && below <= 101 ? below : undefined,
    not_at: wordOf(search, 'not_at') || undefined,
    q: wordOf(search, 'q') || undefined,
  };
}

/** The listings of these products for which the act makes sense. */
export function forAct(rows: readonly Row[], productIds: readonly string[], act: Act): readonly Listing[] {
  const chosen = new Set(productIds);
  return rows.filter((row) => chosen.has(row.product_id)).flatMap((row) => row.listings.filter((each) => ACTS[act].includes(each.status)));
}

/** Good from two thirds on, poor below one half. */
export function toneOf(score: number): 'ok' | 'accent' | 'warn' {
  return score >= 67 ? 'ok' : score >= 50 ? 'accent' : 'warn';
}

// Own values

/** What was typed: a text, or null to inherit again. */
export type Typed = Readonly<Partial<Record<TextField, string | null>> & { images?: readonly string[] | null }>;

export function fieldOf({ fields }: Pick<Whole, 'fields'>, name: string): Field | undefined {
  return fields.find((each) => each.field === name);
}

export function ownOf(whole: Pick<Whole, 'fields'>, name: string): unknown {
  const field = fieldOf(whole, name);
  if (field?.mode !== 'overridden') return null;
  return name === 'images' ? picturesOf(field.value).map((each) => each.name) : field.value;
}

/** A picture: ours by the hash in its name, or one that only the shop has. */
export type Shot = { name: string; alt: string; address: string };

export function picturesOf(value: unknown): readonly Shot[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown): Shot[] => {
    const { name, alt, address } = (each ?? {}) as { name?: unknown; alt?: unknown; address?: unknown };
    return typeof name === 'string' && name ? [{ name, alt: String(alt ?? ''), address: String(address ?? '') }] : [];
  });
}

/** The hash of a picture that is kept here. */
export const digestOf = (name: string): string | null => /^([0-9a-f]{64})\.[a-z0-9]{2,5}$/.exec(name)?.[1] ?? null;

/** The same in another order; what would leave the list stays where it is. */
export function shifted<T>(items: readonly T[], place: number, by: -1 | 1): readonly T[] {
  const to = place + by;
  if (to < 0 || to >= items.length) return items;
  const others = items.filter((_, at) => at !== place);
  return [...others.slice(0, to), items[place] as T, ...others.slice(to)];
}

/** A list of tags as one line of text. */
export const inText = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '');

export const ofText = (name: string, text: string): string | string[] =>
  name === 'tags' ? text.split(',').map((each) => each.trim()).filter(Boolean) : text;

/** The own value that all of these have; null where they differ, or have none. */
export function commonOwn(wholes: readonly Whole[], name: string): string | null {
  const found = new Set(wholes.map((whole) => JSON.stringify(ownOf(whole, name))));
  const [only] = found;
  const value: unknown = found.size === 1 && only !== undefined ? JSON.parse(only) : null;
  return value === null ? null : inText(value);
}

/** What was typed, as the server takes it for this listing; what stays as it is is left out. */
export function overlaysOf(whole: Whole, typed: Typed): readonly Overlay[] {
  return Object.entries(typed).flatMap(([field, text]): Overlay[] => {
    const was = ownOf(whole, field) as Overlay['was'];
    const value = text === null ? null : typeof text === 'string' ? ofText(field, text) : [...text];
    if (JSON.stringify(value) === JSON.stringify(was ?? null)) return [];
    return [{ field, mode: value === null ? 'inherited' : 'overridden', value, was }];
  });
}

/** What each shop shows of a field, for those that show it. */
export function shownAt(wholes: readonly Whole[], name: string) {
  return wholes.flatMap((whole) => whole.lines.filter((line) => line.field === name && line.thing.startsWith('products/')).map((line) => ({ whole, line })));
}

// Handing over

/** What of a listing is at its shop: the product, and the offers of it that are known. */
export function thingsOf({ listing, lines }: Pick<Whole, 'listing' | 'lines'>): HandThing[] {
  return [...new Set(lines.map((line) => line.thing))].flatMap((thing): HandThing[] => {
    const [noun, id] = [thing.slice(0, thing.indexOf('/')), thing.slice(thing.indexOf('/') + 1)];
    if (noun !== 'products' && noun !== 'offers') return [];
    return [{ noun, remote_id: id, parent_id: noun === 'offers' && id !== listing.remote_id ? listing.remote_id : null }];
  });
}

/** By shop, the products of the chosen rows that are there. */
export function handedOf(rows: readonly Row[], productIds: readonly string[]): readonly Handed[] {
  const chosen = new Set(productIds);
  const there = rows.filter((row) => chosen.has(row.product_id)).flatMap((row) => row.listings).filter((each) => each.remote_id !== null && each.market === '');
  return [...new Set(there.map((each) => each.account_id))].map((account) => ({
    account,
    things: there.filter((each) => each.account_id === account).map((each): HandThing => ({ noun: 'products', remote_id: each.remote_id as string, parent_id: null })),
    fields: [],
  }));
}

// Mappings and words

export const pairOf = (platform: string, each: Suggestion): Pair => ({
  platform, noun: 'category', ours: each.ours, theirs: each.theirs, theirs_name: each.theirs_name, value: '', their_value: '', requires: [],
});

/** What the platform calls values of an attribute: kept where something is typed, removed where nothing is. */
export function valuePairs(platform: string, attribute: string, typed: Readonly<Record<string, string>>, kept: readonly Pair[]): { save: Pair[]; remove: Pair[] } {
  const there = kept.filter((pair) => pair.platform === platform && pair.noun === 'attribute' && pair.ours === attribute);
  const whole = there.find((pair) => pair.value === '');
  const save: Pair[] = [];
  const remove: Pair[] = [];
  for (const [value, text] of Object.entries(typed)) {
    const before = there.find((pair) => pair.value === value);
    const their = text.trim();
    if (their === (before?.their_value ?? '')) continue;
    if (their) save.push({ platform, noun: 'attribute', ours: attribute, theirs: before?.theirs || whole?.theirs || '', theirs_name: before?.theirs_name || whole?.theirs_name || '', value, their_value: their, requires: [] });
    else if (before) remove.push(before);
  }
  return { save, remove };
}

/** One word a line; one that was there keeps what was said about it. */
export function wordsIn(typed: string, before: readonly Word[]): readonly Word[] {
  const lines = [...new Set(typed.split('\n').map((line) => line.trim()).filter(Boolean))];
  return lines.map((text) => before.find((each) => each.text === text) ?? { text, severity: 'error', why: '', platform: '*', market: '*' });
}
