import { useRef } from 'react';
import { type Search, useAddress } from '../../lib/address.ts';
import { toast } from '../../lib/toasts.ts';
import { between, EVERYTHING, NOTHING, PICKED_MAX, readSelection, type Selection, toggled, withAll, writeSelection } from './selection.ts';
import { text } from './text.ts';

export type Selecting = {
  toggle: (id: string, range?: boolean) => void;
  add: (ids: readonly string[]) => void;
  all: () => void;
  clear: () => void;
};

/** Changes the selection in the address; `order` is the order of the rows shown, for ranges. */
export function useSelecting(order: readonly string[]): Selecting {
  const { search, change } = useAddress();
  const anchor = useRef('');

  function write(next: Selection | null, before: Search = search): void {
    const known = next && (next.kind === 'all' || next.ids.length <= PICKED_MAX);
    if (!known) return void toast(text.tooMany(PICKED_MAX), { tone: 'warn' });
    change({ ...writeSelection(readSelection(before)), ...writeSelection(next) });
  }

  return {
    toggle(id, range = false) {
      const now = readSelection(search);
      write(range && anchor.current ? withAll(now, between(order, anchor.current, id)) : toggled(now, id));
      anchor.current = id;
    },
    add: (ids) => write(withAll(readSelection(search), ids) ?? EVERYTHING),
    all: () => write(EVERYTHING),
    clear: () => write(NOTHING),
  };
}
