// What a supplier has to do with the lines of an order. Pure.
import type { Line, WholeOrder } from './api.ts';
import type { Supplied, SuppliedState, SuppliedWhole } from './suppliedApi.ts';

/** Its pieces are bought and have not left: they are in no parcel of ours, and nobody packs them here. */
const HOLDS: ReadonlySet<SuppliedState> = new Set(['waiting', 'asking', 'quoted', 'placing', 'unsure', 'unpaid', 'placed', 'refused', 'cancelling']);
const OVER: ReadonlySet<SuppliedState> = new Set(['stopped', 'cancelled']);
/** A person has to say something. */
const ASKS: ReadonlySet<SuppliedState> = new Set(['asking', 'unsure', 'unpaid', 'refused']);

export function boughtOf(wholes: readonly Pick<SuppliedWhole, 'state' | 'lines'>[]): ReadonlyMap<string, number> {
  const bought = new Map<string, number>();
  for (const { state, lines } of wholes) {
    if (!HOLDS.has(state)) continue;
    for (const { order_line_id: id, quantity, unwanted } of lines) bought.set(id, (bought.get(id) ?? 0) + quantity - unwanted);
  }
  return bought;
}

/** The order without the pieces that a supplier sends: what is left is packed here. */
export function ours(whole: WholeOrder, bought: ReadonlyMap<string, number>): WholeOrder {
  if (bought.size === 0) return whole;
  return { ...whole, lines: whole.lines.map((line): Line => ({ ...line, quantity: Math.max(line.refunded + line.shipped, line.quantity - (bought.get(line.id) ?? 0)) })) };
}

export type From = { id: string; number: string; supplier: string; state: SuppliedState; count: number };
/** Of which supplier orders the pieces of a line come; those that came to nothing are left out. */
export function sourcesOf(line: string, wholes: readonly SuppliedWhole[]): readonly From[] {
  return wholes.flatMap(({ id, number, supplier, state, lines }) => {
    const count = lines.filter((each) => each.order_line_id === line).reduce((sum, { quantity, unwanted }) => sum + quantity - unwanted, 0);
    return count === 0 || OVER.has(state) ? [] : [{ id, number, supplier, state, count }];
  });
}

/** The one that matters now: what asks comes first, then what can still be stopped, then what is under way. */
export function pressing<Row extends Pick<Supplied, 'state'>>(rows: readonly Row[]): Row | undefined {
  const rank = ({ state }: Row) => (ASKS.has(state) ? 0 : state === 'quoted' ? 1 : state === 'delivered' ? 3 : 2);
  return rows.filter(({ state }) => !OVER.has(state)).toSorted((one, other) => rank(one) - rank(other))[0];
}
