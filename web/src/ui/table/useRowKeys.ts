import type { Virtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import { useGo } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { text } from './text.ts';
import type { Selecting } from './useSelecting.ts';

type Options<Row> = {
  rows: readonly Row[];
  id: (row: Row) => string;
  to: ((row: Row) => string) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  virtual: Pick<Virtualizer<HTMLDivElement, Element>, 'scrollToIndex'>;
  select?: Selecting;
};

/** J and K walk, X selects, Enter opens. */
export function useRowKeys<Row>({ rows, id, to, onOpen, virtual, select }: Options<Row>) {
  const [current, setCurrent] = useState('');
  const go = useGo();
  const place = () => rows.findIndex((row) => id(row) === current);

  function walk(step: number): void {
    const index = Math.min(rows.length - 1, Math.max(0, place() + step));
    const row = rows[index];
    if (row === undefined) return;
    virtual.scrollToIndex(index);
    setCurrent(id(row));
  }

  function open(): void {
    const row = rows[place()];
    if (row === undefined) return;
    if (onOpen) onOpen(row);
    else if (to) go(to(row));
  }

  useKeys([
    { keys: 'j', label: text.keyNext, run: () => walk(1) },
    { keys: 'k', label: text.keyBefore, run: () => walk(-1) },
    ...(to || onOpen ? [{ keys: 'o', label: text.keyOpen, run: open }] : []),
    ...(select
      ? [
          { keys: 'x', label: text.keySelect, run: () => current && select.toggle(current) },
          { keys: 'Shift x', label: text.keyRange, run: () => current && select.toggle(current, true) },
        ]
      : []),
  ]);
  return { current, setCurrent };
}
