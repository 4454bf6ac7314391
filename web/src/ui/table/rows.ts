// Rows that are shown, and what a fresh look at the first page does to them. Pure.

export type Page<Row> = { items: readonly Row[]; next_cursor: string | null };
/** `next`: where the rows after these begin; null at the end. */
export type Shown<Row> = { rows: readonly Row[]; next: string | null };

type Id<Row> = (row: Row) => string;

export function first<Row>(page: Page<Row>): Shown<Row> {
  return { rows: page.items, next: page.next_cursor };
}

export function longer<Row>(shown: Shown<Row>, page: Page<Row>, id: Id<Row>): Shown<Row> {
  const known = new Set(shown.rows.map(id));
  return { rows: [...shown.rows, ...page.items.filter((row) => !known.has(id(row)))], next: page.next_cursor };
}

/** The first page as it is now, and below it what was read before, as far as both meet. */
export function renewed<Row>(shown: Shown<Row>, head: Page<Row>, id: Id<Row>): Shown<Row> {
  const last = head.items.at(-1);
  const meets = last === undefined || head.next_cursor === null ? -1 : shown.rows.findIndex((row) => id(row) === id(last));
  const below = meets < 0 ? [] : shown.rows.slice(meets + 1);
  return below.length === 0 ? first(head) : { rows: [...head.items, ...below], next: shown.next };
}

/** The same rows in the same places, with what has changed in them: nothing moves under the pointer. */
export function inPlace<Row>(shown: Shown<Row>, head: Page<Row>, id: Id<Row>): Shown<Row> {
  const now = new Map(head.items.map((row) => [id(row), row]));
  return { rows: shown.rows.map((row) => now.get(id(row)) ?? row), next: shown.next };
}

/** How many rows of a fresh first page are not among those shown. */
export function unseen<Row>(shown: Shown<Row>, head: Page<Row>, id: Id<Row>): number {
  const known = new Set(shown.rows.map(id));
  return head.items.filter((row) => !known.has(id(row))).length;
}
