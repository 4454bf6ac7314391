import type { ReactNode } from 'react';

/** The width comes from the kind, not from the rows, so that nothing shifts. */
export type ColumnKind = 'name' | 'text' | 'long' | 'state' | 'money' | 'number' | 'time' | 'person' | 'code' | 'act';

export type Column<Row> = {
  id: string;
  head: string;
  kind: ColumnKind;
  cell: (row: Row) => ReactNode;
  /** What `sort` in the address is called; `-` before it turns it round. */
  sort?: string;
  /** Its place in a row of a phone: title and end above, more below; absent without one. */
  phone?: 'title' | 'end' | 'more';
};

const RIGHT = new Set<ColumnKind>(['money', 'number', 'time']);

export function isRight(kind: ColumnKind): boolean {
  return RIGHT.has(kind);
}

/** The first column is the title, the first state or right-hand one the end, if nothing else is said. */
export function phonePlaces<Row>(columns: readonly Column<Row>[]): ReadonlyMap<string, 'title' | 'end' | 'more'> {
  const said = columns.flatMap((column) => (column.phone ? [[column.id, column.phone] as const] : []));
  const places = new Map(said);
  const taken = new Set(places.values());
  const [title] = columns;
  if (title && !taken.has('title')) places.set(title.id, 'title');
  const end = columns.find((column) => !places.has(column.id) && (column.kind === 'state' || isRight(column.kind)));
  if (end && !taken.has('end')) places.set(end.id, 'end');
  const more = columns.find((column) => !places.has(column.id) && column.kind !== 'act');
  if (more && !taken.has('more')) places.set(more.id, 'more');
  return places;
}
