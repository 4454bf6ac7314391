// Filters as the address says them. Pure.
import { type Search, type SearchPatch, wordsOf, writeSearch } from '../../lib/address.ts';

export type Filter = {
  /** Its name in the address, which is the one that the server takes. */
  name: string;
  label: string;
} & (
  | { kind: 'choice'; choices: readonly { value: string; label: string }[]; many?: boolean }
  | { kind: 'text'; placeholder?: string }
  /** A day; the address holds it as 2026-11-25. */
  | { kind: 'day' }
);

export type View = { id: string; label: string; search: string; count?: number };

// What the address also holds and no server is asked about.
const OURS = new Set(['sel', 'not', 'open', 'new', 'tab']);
const SORT = 'sort';

/** What the server is asked: filters and sorting. */
export function filtersOf(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !OURS.has(name)));
}

export type Chip = { filter: Filter; values: readonly string[]; words: string };

export function chips(search: Search, filters: readonly Filter[]): Chip[] {
  return filters.flatMap((filter) => {
    const values = wordsOf(search, filter.name);
    return values.length === 0 ? [] : [{ filter, values, words: values.map((value) => wordFor(filter, value)).join(', ') }];
  });
}

export function wordFor(filter: Filter, value: string): string {
  return filter.kind === 'choice' ? (filter.choices.find((choice) => choice.value === value)?.label ?? value) : value;
}

/** Clears these filters, and with them a selection that they made. */
export function without(filters: readonly Filter[]): SearchPatch {
  return { ...Object.fromEntries(filters.map((filter) => [filter.name, null])), sel: null, not: null };
}

/** The search string of a view: filters and sorting, always in the same order. */
export function viewOf(search: Search): string {
  const entries = Object.entries(filtersOf(search)).toSorted(([one], [other]) => one.localeCompare(other));
  return writeSearch(Object.fromEntries(entries));
}

export function nextSort(search: Search, sort: string): string | null {
  const now = wordsOf(search, SORT)[0];
  return now === sort ? `-${sort}` : now === `-${sort}` ? null : sort;
}

export function sorting(search: Search, sort: string | undefined): 'ascending' | 'descending' | null {
  const now = wordsOf(search, SORT)[0];
  if (sort === undefined || now === undefined) return null;
  return now === sort ? 'ascending' : now === `-${sort}` ? 'descending' : null;
}
