// What of the table of products is chosen, as files and edits of many take it. Pure.
import type { Selection } from '../../../ui/table/selection.ts';
import type { Chosen } from './api.ts';

type Filters = Readonly<Record<string, string | boolean | null | undefined>>;

/** All that the filters let through. */
export function filtered(filters: Filters): Chosen {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return { ids: [], filters: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) };
}

/** None where some are left out of all that match: neither ids nor filters say that. */
export function chosenOf(selection: Selection, filters: Filters): Chosen | null {
  if (selection.kind === 'some') return { ids: selection.ids, filters: {} };
  return selection.but.length === 0 ? filtered(filters) : null;
}
