// What the dialog of a dispute decides. Pure.
import type { Counted, Dispute, Terms } from './disputeApi.ts';

export const LIVE: ReadonlySet<Dispute['state']> = new Set(['opening', 'unsure', 'open']);

/** How many of each line are typed; null where one is no such number. */
export function countedOf(lines: Terms['lines'], typed: Readonly<Record<string, string>>): Counted | null {
  const counted = lines.map(({ line_id, quantity }) => ({ line_id, quantity: countOf(typed[line_id] ?? '', quantity) }));
  return counted.some(({ quantity }) => quantity === null) ? null : counted.flatMap(({ line_id, quantity }) => (quantity ? [{ line_id, quantity }] : []));
}

/** From nothing to all of them. */
export function countOf(typed: string, most: number): number | null {
  const count = /^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : null;
  return count === null || count > most ? null : count;
}

/** It can be taken back here: while it waits, or while nothing was decided. */
export function withdrawable({ state, end_set_id: end, set_id: set }: Pick<Dispute, 'state' | 'end_set_id' | 'set_id'>): boolean {
  return (state === 'opening' || state === 'open') && end === null && set !== null;
}
