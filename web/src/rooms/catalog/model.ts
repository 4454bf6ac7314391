// What the screens of the catalogue decide. Pure.
import { type Search, wordOf } from '../../lib/address.ts';
import { exponent, readAmount } from '../../lib/money.ts';
import type { Category, Edit, Variant, Wanted, Whole } from './api.ts';

export type Filters = Omit<Wanted, 'limit' | 'cursor'>;

/** What of the table is wanted, as the address says it. */
export function wantedOf(search: Search): Filters {
  const word = (name: string) => wordOf(search, name) || undefined;
  return {
    state: word('state') === 'archived' ? 'archived' : 'active',
    brand: word('brand'), category: word('category'), tag: word('tag'), account: word('account'), not_account: word('not_account'),
    no_barcode: word('no_barcode') === 'true' || undefined, q: word('q'),
  };
}

export const textOf = (fields: Whole['fields'], name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

export const listOf = (fields: Whole['fields'], name: string): readonly string[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.map(String) : [];
};

/** Words that were typed with commas between them. */
export const wordsTyped = (typed: string): string[] => [...new Set(typed.split(',').map((word) => word.trim()).filter(Boolean))];

/** The edits that make `was` into `now`; both by field. */
export function editsOf(was: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>, variantId: string | null = null): Edit[] {
  return Object.keys(now)
    .filter((field) => JSON.stringify(now[field] ?? null) !== JSON.stringify(was[field] ?? null))
    .map((field) => ({ variant_id: variantId, field, was: was[field] ?? null, now: now[field] ?? null }));
}

/** Those with the same key together, in the order in which they were met. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}

export type Line = { id: string; depth: number; name: string };

/** A tree as lines, each below the one that it belongs to. What leads nowhere stands at the top. */
export function lines(categories: readonly Category[]): Line[] {
  const known = new Set(categories.map((one) => one.id));
  const under = grouped(categories, (one) => (one.parent_id && known.has(one.parent_id) ? one.parent_id : ''));
  const seen = new Set<string>();
  const walk = (parent: string, depth: number): Line[] =>
    (under.get(parent) ?? []).filter((one) => !seen.has(one.id)).flatMap((one) => {
      seen.add(one.id);
      return [{ id: one.id, depth, name: one.name }, ...walk(one.id, depth + 1)];
    });
  return walk('', 0);
}

export const indented = ({ depth, name }: Line): string => `${'\u2003'.repeat(depth)}${name}`;

/** A row of the grid of variants, as it is typed. `id` is null of one that is new. */
export type Cells = { id: string | null; cells: readonly string[] };

/** The columns of the grid: first what a buyer chooses, then these. */
export const COLUMNS = ['sku', 'gtin', 'price', 'weight_g'] as const;

export function cellsOf(variant: Variant, options: number, mark: ',' | '.'): Cells {
  const { fields } = variant;
  const chosen = listOf(fields, 'choices');
  return {
    id: variant.id,
    cells: [
      ...Array.from({ length: options }, (_, at) => chosen[at] ?? ''),
      textOf(fields, 'sku'), textOf(fields, 'gtin'), priceTyped(fields['price'], mark), fields['weight_g'] === null || fields['weight_g'] === undefined ? '' : String(fields['weight_g']),
    ],
  };
}

type Money = { currency: string; minor: number };

export const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;

export function priceTyped(value: unknown, mark: ',' | '.'): string {
  if (!isMoney(value)) return '';
  const decimals = exponent(value.currency);
  return (value.minor / 10 ** decimals).toFixed(decimals).replace('.', mark);
}

/** What was copied from a spreadsheet goes into the cells from `row` and `column` on; rows that are missing are added. */
export function pasted(rows: readonly Cells[], row: number, column: number, typed: string): Cells[] {
  const grid = typed.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
  const width = rows[0]?.cells.length ?? 0;
  const next = rows.map((one) => ({ ...one, cells: [...one.cells] }));
  grid.forEach((cells, down) => {
    const target = next[row + down] ?? { id: null, cells: Array.from({ length: width }, () => '') };
    if (!next[row + down]) next.push(target);
    cells.forEach((cell, right) => {
      if (column + right < width) target.cells[column + right] = cell.trim();
    });
  });
  return next;
}

export type Read = { values: Record<string, unknown>; wrong: readonly number[] };

/** The fields that a row of cells stands for, and the places of those that cannot be read. */
export function valuesOf({ cells }: Cells, options: number, currency: string, mark: ',' | '.'): Read {
  const [sku = '', gtin = '', price = '', weight = ''] = cells.slice(options);
  const minor = price.trim() === '' ? null : readAmount(price, currency, mark);
  const grams = weight.trim() === '' ? null : /^\d{1,9}$/.test(weight.trim()) ? Number(weight.trim()) : Number.NaN;
  const wrong = [...(price.trim() !== '' && minor === null ? [options + 2] : []), ...(Number.isNaN(grams) ? [options + 3] : [])];
  return { values: { choices: cells.slice(0, options), sku: sku.trim(), gtin: gtin.trim(), price: minor === null ? null : { currency, minor }, weight_g: grams }, wrong };
}

export function currencyOf(variants: readonly Variant[], otherwise: string): string {
  const price = variants.map((one) => one.fields['price']).find(isMoney);
  return price?.currency ?? otherwise;
}
