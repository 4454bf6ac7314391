import { useState } from 'react';
import { decimalMark } from '../../lib/money.ts';
import { useShops } from '../../lib/shops.ts';
import type { Edit, Whole } from './api.ts';
import { type Cells, cellsOf, COLUMNS, currencyOf, editsOf, listOf, pasted, valuesOf } from './model.ts';
import { text } from './productText.ts';

export type VariantGrid = {
  heads: readonly string[];
  /** How many columns come first: what a buyer chooses. */
  options: number;
  rows: readonly Cells[];
  initial: readonly Cells[];
  /** The places of cells that cannot be read, by row. */
  wrong: readonly (readonly number[])[];
  changed: number;
  set: (row: number, column: number, typed: string) => void;
  paste: (row: number, column: number, typed: string) => void;
  add: () => void;
  reset: () => void;
  edits: () => Edit[];
  added: () => Record<string, unknown>[];
};

/** The variants of a product as cells that are typed and pasted into. */
export function useGrid(whole: Whole): VariantGrid {
  const shops = useShops();
  const mark = decimalMark();
  const options = listOf(whole.fields, 'options');
  const currency = currencyOf(whole.variants, shops.all?.[0]?.currency ?? 'EUR');
  const initial = whole.variants.map((one) => cellsOf(one, options.length, mark));
  const [rows, setRows] = useState<readonly Cells[]>(initial);
  const heads = [...options, ...COLUMNS.map((name) => named(name, currency))];
  const read = (row: Cells) => valuesOf(row, options.length, currency, mark);
  const isOther = (row: Cells, at: number) => row.cells.join('\t') !== (initial[at]?.cells.join('\t') ?? '');
  return {
    heads,
    options: options.length,
    rows,
    initial,
    wrong: rows.map((row) => read(row).wrong),
    changed: rows.filter(isOther).length,
    set: (row, column, typed) => setRows((all) => all.map((one, at) => (at === row ? { ...one, cells: one.cells.map((cell, place) => (place === column ? typed : cell)) } : one))),
    paste: (row, column, typed) => setRows((all) => pasted(all, row, column, typed)),
    add: () => setRows((all) => [...all, { id: null, cells: heads.map(() => '') }]),
    reset: () => setRows(initial),
    edits: () =>
      rows.flatMap((row, at) => {
        if (row.id === null || !isOther(row, at)) return [];
        const was = whole.variants[at]?.fields ?? {};
        return editsOf(Object.fromEntries(['choices', ...COLUMNS].map((name) => [name, was[name] ?? null])), read(row).values, row.id);
      }),
    added: () => rows.filter((row) => row.id === null && row.cells.some(Boolean)).map((row) => read(row).values),
  };
}

function named(name: (typeof COLUMNS)[number], currency: string): string {
  const word = text.fields[name] ?? name;
  if (name === 'price') return `${word}, ${currency}`;
  return name === 'weight_g' ? `${word}, ${text.weightUnit}` : word;
}
