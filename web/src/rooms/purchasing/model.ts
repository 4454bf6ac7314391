// What the screens of purchasing decide. Pure.
import { type Search, wordOf, wordsOf } from '../../lib/address.ts';
import type { Act, Purchase, PurchaseLine, Quote, State, WholePurchase } from './shapes.ts';

/** What waits for a person comes first; what came to nothing is at the end. */
export const STATES: readonly State[] = ['asking', 'unsure', 'refused', 'unpaid', 'waiting', 'quoted', 'placing', 'placed', 'sent', 'delivered', 'cancelling', 'cancelled', 'stopped'];
/** The others show themselves on the board only where an order is in them. */
export const LANES: ReadonlySet<State> = new Set(['asking', 'quoted', 'placed', 'sent']);
/** Nothing comes of these any more: the board shows them to whoever asks for them. */
export const ENDED: ReadonlySet<State> = new Set(['refused', 'cancelled', 'stopped']);
export const WAY: readonly State[] = ['waiting', 'quoted', 'placing', 'placed', 'sent', 'delivered'];

/** A person may say yes to these; what else is asked must become otherwise first. */
const AGREEABLE: ReadonlySet<string> = new Set(['above', 'margin', 'currency', 'wish_unproven', 'wish_none']);
const FROM: Readonly<Record<Act, ReadonlySet<State>>> = {
  place_now: new Set(['quoted']),
  stop: new Set(['waiting', 'asking', 'quoted', 'placing', 'refused']),
  agree: new Set(['asking']),
  again: new Set(['asking', 'quoted', 'refused', 'stopped']),
  pay: new Set(['unpaid']),
};
export const ACTS: readonly Act[] = ['place_now', 'stop', 'agree', 'again', 'pay'];

type Standing = Pick<Purchase, 'state' | 'findings'> & { remote_id?: string | null };

export function agreeable({ findings }: Pick<Purchase, 'findings'>): boolean {
  return findings.every(({ code }) => AGREEABLE.has(String(code)));
}

/** Whether it can be done as it stands; the server looks again. */
export function can(act: Act, row: Standing): boolean {
  if (!FROM[act].has(row.state)) return false;
  if (act === 'agree') return agreeable(row);
  return act !== 'pay' || row.remote_id !== null;
}

export type Plan = {
  doing: readonly Purchase[];
  /** In whose state there is nothing of the kind to do. */
  left: readonly Purchase[];
  /** To what they ask nobody can say yes. */
  cannot: readonly Purchase[];
};

export function planOf(act: Act, rows: readonly Purchase[]): Plan {
  const cannot = act === 'agree' ? rows.filter((row) => row.state === 'asking' && !agreeable(row)) : [];
  const doing = rows.filter((row) => can(act, row));
  return { doing, cannot, left: rows.filter((row) => !doing.includes(row) && !cannot.includes(row)) };
}

/** One that stands there, and whose number there nobody ever told us. */
export function isNameless({ state, remote_id: remote }: Pick<Purchase, 'state' | 'remote_id'>): boolean {
  return remote === null && NAMED.has(state);
}
const NAMED: ReadonlySet<State> = new Set(['unsure', 'placed', 'unpaid', 'sent']);

export function endable({ state, remote_id: remote, ends_now: ends }: Pick<WholePurchase, 'state' | 'remote_id' | 'ends_now'>): boolean {
  return (state === 'unpaid' || state === 'placed') && remote !== null && ends === 'by_call';
}

const OPEN: ReadonlySet<State> = new Set(['placed', 'sent']);
export function isLate({ state, arrives_by: by }: Pick<Purchase, 'state' | 'arrives_by'>, now: Date): boolean {
  return OPEN.has(state) && by !== null && new Date(by) < now;
}

/** Seconds until the buffer ends; null where nothing runs. */
export function secondsLeft({ state, due_at: due, held }: Pick<Purchase, 'state' | 'due_at' | 'held'>, now: Date): number | null {
  if (state !== 'quoted' || due === null || held) return null;
  return Math.max(0, Math.ceil((new Date(due).getTime() - now.getTime()) / 1000));
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const pad = (part: number) => String(part).padStart(2, '0');

/** 5:48 below an hour, as a clock shows it; with hours above. */
export function clockOf(seconds: number): string {
  if (seconds >= HOUR_S) return `${Math.floor(seconds / HOUR_S)}:${pad(Math.floor((seconds % HOUR_S) / MINUTE_S))}:${pad(seconds % MINUTE_S)}`;
  return `${Math.floor(seconds / MINUTE_S)}:${pad(seconds % MINUTE_S)}`;
}

/** How much of the buffer has passed, from when it was begun. */
export function passed({ due_at: due, made_at: made }: Pick<Purchase, 'due_at' | 'made_at'>, now: Date): number {
  if (due === null) return 1;
  const [from, to] = [new Date(made).getTime(), new Date(due).getTime()];
  return to <= from ? 1 : Math.min(1, Math.max(0, (now.getTime() - from) / (to - from)));
}

export type Margin = { left: number; share: number };
/** What of the sale remains, in the supplier's money; null where one of the two is not known. */
export function marginOf({ sale_minor: sale }: Pick<Quote, 'sale_minor'>, total: number | null): Margin | null {
  if (sale === null || sale <= 0 || total === null) return null;
  return { left: sale - total, share: (sale - total) / sale };
}

/** How far the goods stand above what was expected, as a share; null without either. */
export function aboveOf({ goods_minor: goods, discount_minor: discount, expected_minor: expected }: Pick<Quote, 'goods_minor' | 'discount_minor' | 'expected_minor'>): number | null {
  if (goods === null || expected === null || expected === 0) return null;
  return (goods - discount - expected) / expected;
}

const THERE: ReadonlySet<State> = new Set(['unpaid', 'placed', 'sent', 'delivered']);
type Lines = readonly Pick<PurchaseLine, 'unwanted' | 'settled'>[];
/** Pieces that the buyer does not want any more, and nobody has answered for. */
export const unwantedOf = (lines: Lines): number => lines.reduce((sum, { unwanted, settled }) => sum + unwanted - settled, 0);

export type NextStep = 'clock' | 'held' | 'ask' | 'unsure' | 'surplus' | 'name' | 'pay' | 'refused' | 'late' | 'wait';
/** The one thing that is to be done now. */
export function nextOf(row: Pick<Purchase, 'state' | 'findings' | 'remote_id' | 'arrives_by' | 'held'> & { lines?: Lines }, now: Date): NextStep {
  if (row.state === 'asking') return 'ask';
  if (row.state === 'unsure') return 'unsure';
  if (THERE.has(row.state) && unwantedOf(row.lines ?? []) > 0) return 'surplus';
  if (row.state === 'unpaid') return 'pay';
  if (row.state === 'refused') return 'refused';
  if (row.state === 'quoted') return row.held ? 'held' : 'clock';
  if (isNameless(row)) return 'name';
  return isLate(row, now) ? 'late' : 'wait';
}

/** What the server is asked; of late, order and search it looks for one alone. */
export function asked(search: Search) {
  const [supplier, order, text] = ['supplier', 'order', 'search'].map((name) => wordOf(search, name));
  const states = wordsOf(search, 'state') as State[];
  if (wordOf(search, 'late')) return { late: true, ...(supplier && { supplier }) };
  if (order) return { order };
  if (text) return { search: text, ...(supplier && { supplier }), ...(states.length > 0 && { state: states }) };
  return { ...(supplier && { supplier }), ...(states.length > 0 && { state: states }) };
}

/** The rest of what is looked for is left out here. */
export function fits(row: Pick<Purchase, 'state' | 'supplier_id' | 'order_id'>, search: Search): boolean {
  const [states, supplier, order] = [wordsOf(search, 'state'), wordOf(search, 'supplier'), wordOf(search, 'order')];
  return (states.length === 0 || states.includes(row.state)) && (supplier === '' || row.supplier_id === supplier) && (order === '' || row.order_id === order);
}
