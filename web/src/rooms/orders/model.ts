// What the screens of orders decide. Pure.
import { type Search, wordOf, wordsOf } from '../../lib/address.ts';
import { dayStart } from '../../lib/day.ts';
import type { TroubleCounts } from '../../lib/orders.ts';
import type { Line, Order, OrderState, Payment, Sums, Trouble, TroubleKind, WholeOrder } from './api.ts';
import type { Return } from './returnsApi.ts';

/** The way of an order that goes well; all others are ends, or a word that nobody knows. */
export const WAY: readonly OrderState[] = ['pending', 'confirmed', 'processing', 'shipped', 'delivered'];
export const STATES: readonly OrderState[] = [...WAY, 'cancelled', 'returned', 'failed', 'unknown'];
export const PAYMENTS: readonly Payment[] = ['unpaid', 'authorised', 'paid', 'part_refunded', 'refunded', 'reversed', 'unknown'];
export const KINDS: readonly TroubleKind[] = ['no_stock', 'unmatched', 'address', 'reversed', 'loss', 'stuck', 'remainder', 'tax', 'unknown_word', 'unreadable', 'not_told', 'supplier'];
const OPEN: ReadonlySet<OrderState> = new Set(['pending', 'confirmed', 'processing']);

/** What the server is asked; days are days where the person is. */
export function asked(search: Search) {
  const [from, to] = [dayStart(wordOf(search, 'from')), dayStart(wordOf(search, 'to'), 1)];
  const [text, account, tag, exception] = ['search', 'account', 'tag', 'exception'].map((name) => wordOf(search, name));
  const states = wordsOf(search, 'state') as OrderState[];
  return {
    ...(text && { search: text }),
    ...(states.length > 0 && { state: states }),
    ...(account && { account }),
    ...(tag && { tag }),
    ...(exception && { exception: exception as TroubleKind }),
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
  };
}

export function fits(row: Pick<Order, 'tags' | 'exceptions'>, search: Search): boolean {
  const [tag, exception] = [wordOf(search, 'tag'), wordOf(search, 'exception')];
  return (tag === '' || row.tags.includes(tag)) && (exception === '' || row.exceptions.includes(exception));
}

/** Pieces of a line that are still to be sent. */
export function leftOf(line: Pick<Line, 'quantity' | 'refunded' | 'shipped' | 'removed'>): number {
  return line.removed ? 0 : Math.max(0, line.quantity - line.refunded - line.shipped);
}

/** Of what is left, how much may go now: what is short is not here. */
export function sendable(line: Line): number {
  return line.short > 0 ? Math.min(leftOf(line), line.held) : leftOf(line);
}

/** Of what left, how much may still come back: what a return waits for or brought is not here. */
export function returnable(line: Pick<Line, 'id' | 'shipped'>, returns: readonly Pick<Return, 'state' | 'lines'>[]): number {
  const gone = returns.flatMap(({ state, lines }) =>
    lines.map((each) => (each.line_id !== line.id || state === 'declined' ? 0 : state === 'received' || state === 'closed' ? each.restocked + each.written_off : each.count)),
  );
  return Math.max(0, line.shipped - gone.reduce((sum, count) => sum + count, 0));
}

export function isOpen(state: OrderState): boolean {
  return OPEN.has(state);
}

export type Next =
  | { kind: 'held' }
  | { kind: 'trouble'; trouble: Trouble }
  | { kind: 'pay' | 'send' | 'none' | 'look' };

/** The one thing that is to be done now, the most pressing first. */
export function nextOf({ order, held_why: why, exceptions, lines }: Pick<WholeOrder, 'order' | 'held_why' | 'exceptions' | 'lines'>): Next {
  const [trouble] = exceptions;
  if (why !== null) return { kind: 'held' };
  if (trouble) return { kind: 'trouble', trouble };
  if (order.state === 'unknown') return { kind: 'look' };
  if (order.state === 'pending') return { kind: 'pay' };
  return { kind: isOpen(order.state) && lines.some((line) => sendable(line) > 0) ? 'send' : 'none' };
}

export type SumName = 'goods' | 'discount' | 'shipping' | 'fees' | 'tip' | 'duty' | 'tax' | 'remainder';
const SUMS: readonly SumName[] = ['goods', 'discount', 'shipping', 'fees', 'tip', 'duty', 'tax', 'remainder'];
const ALWAYS: ReadonlySet<SumName> = new Set(['goods', 'shipping', 'tax']);

/** The rows of the money card in their order, which add up to the total; what is nothing is left out, but for what people look for. */
export function sumRows(sums: Sums): { name: SumName; minor: number }[] {
  return SUMS.flatMap((name) => {
    const minor = sums[name];
    if (minor === null || (minor === 0 && !ALWAYS.has(name))) return [];
    return [{ name, minor: name === 'discount' ? -minor : minor }];
  });
}

export type Verb = 'hold' | 'release' | 'tag';
export type Plan = { doing: readonly Order[]; left: readonly Order[] };

/** Which of the chosen orders a verb changes, and which are that way already. */
export function planOf(verb: Verb, rows: readonly Order[], tag = ''): Plan {
  const changes = (row: Order) => (verb === 'hold' ? !row.held : verb === 'release' ? row.held : tag !== '' && !row.tags.includes(tag));
  return { doing: rows.filter(changes), left: rows.filter((row) => !changes(row)) };
}

/** How many of each kind. */
export function countKinds(rows: readonly Pick<Trouble, 'kind'>[]): TroubleCounts {
  const counts: Partial<Record<TroubleKind, number>> = {};
  for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function mostFirst(counts: TroubleCounts): [TroubleKind, number][] {
  return (Object.entries(counts) as [TroubleKind, number][]).toSorted(([, one], [, other]) => other - one);
}

export function digits(typed: string): number | null {
  const plain = typed.trim();
  return /^\d{1,7}$/.test(plain) ? Number(plain) : null;
}
