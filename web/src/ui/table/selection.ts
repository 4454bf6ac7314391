// What is selected, as the address says it: `sel=<id>` up to 50 times, or `sel=all` minus `not=<id>`. Pure.
import { type Search, type SearchPatch, wordsOf } from '../../lib/address.ts';

export const PICKED_MAX = 50;
const ALL = 'all';

export type Selection =
  | { kind: 'some'; ids: readonly string[] }
  /** Everything that the filter matches, but these. */
  | { kind: 'all'; but: readonly string[] };

export const NOTHING: Selection = { kind: 'some', ids: [] };
export const EVERYTHING: Selection = { kind: 'all', but: [] };

export function readSelection(search: Search): Selection {
  const ids = wordsOf(search, 'sel');
  return ids.includes(ALL) ? { kind: 'all', but: wordsOf(search, 'not') } : { kind: 'some', ids: ids.slice(0, PICKED_MAX) };
}

export function writeSelection(selection: Selection): SearchPatch {
  return selection.kind === 'all' ? { sel: ALL, not: selection.but } : { sel: selection.ids, not: null };
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'all' ? !selection.but.includes(id) : selection.ids.includes(id);
}

export function isEmpty(selection: Selection): boolean {
  return selection.kind === 'some' && selection.ids.length === 0;
}

export function toggled(selection: Selection, id: string): Selection {
  const flip = (ids: readonly string[]) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  return selection.kind === 'all' ? { kind: 'all', but: flip(selection.but) } : { kind: 'some', ids: flip(selection.ids) };
}

/** All of these as well; null when that is more than can be picked one by one. */
export function withAll(selection: Selection, ids: readonly string[]): Selection | null {
  if (selection.kind === 'all') return { kind: 'all', but: selection.but.filter((one) => !ids.includes(one)) };
  const picked = [...new Set([...selection.ids, ...ids])];
  return picked.length > PICKED_MAX ? null : { kind: 'some', ids: picked };
}

/** From one row to another, both included, in the order shown. */
export function between(order: readonly string[], from: string, to: string): readonly string[] {
  const [one, other] = [order.indexOf(from), order.indexOf(to)];
  if (one < 0 || other < 0) return [to];
  return order.slice(Math.min(one, other), Math.max(one, other) + 1);
}
