import { expect, test } from 'vitest';
import type { Category, Variant } from './api.ts';
import { cellsOf, editsOf, grouped, lines, pasted, priceTyped, valuesOf, wantedOf, wordsTyped } from './model.ts';

const VARIANT: Variant = {
  id: 'v1', state: 'active', parts: [], version: 1,
  fields: { sku: 'L-1', gtin: '', choices: ['Red'], price: { currency: 'EUR', minor: 990 }, weight_g: 250 },
};
const read = (price: string, weight: string, mark: ',' | '.') => valuesOf({ id: null, cells: ['Red', 'L', '', price, weight] }, 1, 'EUR', mark);
const category = (id: string, name: string, parent: string | null = null): Category => ({ id, name, parent_id: parent, remote_id: null, state: 'active', version: 1 });

test('what was copied from a spreadsheet fills cells, adds rows, and goes no further than the grid', () => {
  const rows = [cellsOf(VARIANT, 1, '.')];
  expect(rows[0]?.cells).toEqual(['Red', 'L-1', '', '9.90', '250']);
  const next = pasted(rows, 0, 1, 'A-1\t4006381333931\r\nA-2\t\t12.5\t1\tbeyond\r\n');
  expect(next.map((row) => [row.id, ...row.cells])).toEqual([
    ['v1', 'Red', 'A-1', '4006381333931', '9.90', '250'],
    [null, '', 'A-2', '', '12.5', '1'],
  ]);
  expect(rows[0]?.cells[1]).toBe('L-1');
});

test('cells are read in the person’s own marks, and what cannot be read is said', () => {
  expect(read('1.234,50', '12', ',')).toEqual({ wrong: [], values: { choices: ['Red'], sku: 'L', gtin: '', price: { currency: 'EUR', minor: 123450 }, weight_g: 12 } });
  expect(read('', '', '.').values).toMatchObject({ price: null, weight_g: null });
  expect(read('dear', 'heavy', '.').wrong).toEqual([3, 4]);
  expect(priceTyped({ currency: 'IDR', minor: 1_500_000 }, '.')).toBe('15000.00');
});

test('only what differs is an edit, with what was read', () => {
  expect(editsOf({ title: 'Lamp', tags: ['a'], brand_id: null }, { title: 'Lamps', tags: ['a'], brand_id: null })).toEqual([{ variant_id: null, field: 'title', was: 'Lamp', now: 'Lamps' }]);
});

test('a tree is told in lines, each below its own, and a circle ends', () => {
  const tree = [category('2', 'Lamps', '1'), category('1', 'Home'), category('3', 'Desk', '2'), category('4', 'Lost', '9')];
  expect(lines(tree).map(({ name, depth }) => [name, depth])).toEqual([['Home', 0], ['Lamps', 1], ['Desk', 2], ['Lost', 0]]);
  expect(lines([category('1', 'a', '2'), category('2', 'b', '1')])).toEqual([]);
});

test('the address is read as filters, and words between commas once each', () => {
  expect(wantedOf({ state: 'archived', no_barcode: 'true', q: 'lamp' })).toMatchObject({ state: 'archived', no_barcode: true, q: 'lamp', brand: undefined });
  expect(wantedOf({ state: 'nonsense' }).state).toBe('active');
  expect(wordsTyped(' brass, new in,, brass ')).toEqual(['brass', 'new in']);
  expect([...grouped(['a1', 'b1', 'a2'], (one) => one[0] ?? '')]).toEqual([['a', ['a1', 'a2']], ['b', ['b1']]]);
});
