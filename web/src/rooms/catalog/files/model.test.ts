import { expect, test } from 'vitest';
import type { Picture, WholeTable } from './api.ts';
import { BLANK, isWhole, numberOf, operationOf, saidOf, type Typed } from './bulk.ts';
import { chosenOf, filtered } from './chosen.ts';
import { drawnOf, hasAmounts, lacksDecimal, moved, otherFields, placesOf, stepOf, withField } from './model.ts';


const TABLE = {
  columns: ['Artikelnummer', 'Preis', 'Farbe', 'Notiz'],
  suggested: [{ column: 0, field: 'sku' }, { column: 1, field: 'price' }, { column: 2, field: 'attributes.colour' }],
  places: null,
  templates: [],
} as unknown as WholeTable;

test('what is suggested is chosen, and the rest is left out', () => {
  const drawn = drawnOf(TABLE);
  expect(drawn.fields).toEqual(['sku', 'price', 'attributes.colour', '']);
  expect(placesOf({ ...drawn, decimal: 'comma' })).toEqual({
    columns: TABLE.suggested, decimal: 'comma', currency: '', empty: 'leave', creates: false,
  });
  expect(otherFields(TABLE)).toEqual(['attributes.colour']);
});

test('how decimals are written is said by a person, where a column holds numbers', () => {
  const drawn = drawnOf(TABLE);
  expect(lacksDecimal(drawn)).toBe(true);
  expect(lacksDecimal({ ...drawn, decimal: 'point' })).toBe(false);
  expect(lacksDecimal({ ...drawn, fields: ['sku', 'title', '', ''] })).toBe(false);
});

test('what was said before holds before what is suggested, and a template before both', () => {
  const places = { columns: [{ column: 3, field: 'title' }], decimal: 'comma', currency: 'EUR', empty: 'clear', creates: true } as const;
  expect(drawnOf({ ...TABLE, places } as unknown as WholeTable)).toEqual({ fields: ['', '', '', 'title'], decimal: 'comma', currency: 'EUR', empty: 'clear', creates: true });
  const template = { name: 'Supplier', columns: [{ column: 0, field: 'gtin' }], places } as never;
  expect(drawnOf(TABLE, template).fields).toEqual(['gtin', '', '', '']);
});

test('a field is of one column, and an amount asks for a currency unless a column has it', () => {
  const drawn = withField(drawnOf(TABLE), 3, 'sku');
  expect(drawn.fields).toEqual(['', 'price', 'attributes.colour', 'sku']);
  expect(hasAmounts(drawn)).toBe(true);
  expect(hasAmounts(withField(drawn, 0, 'currency'))).toBe(false);
  expect(withField(withField(drawn, 0, ''), 2, '').fields).toEqual(['', 'price', '', 'sku']);
});

test.each([['uploaded', 1], ['failed', 1], ['checking', 2], ['checked', 2], ['applying', 3], ['done', 3], ['cancelled', 0]])('a file that is %s is at step %s', (state, step) => {
  expect(stepOf({ state })).toBe(step);
});

const names = (all: readonly Picture[]) => all.map(({ digest }) => digest).join('');
const typed = (more: Partial<Typed>): Typed => ({ ...BLANK, ...more });

test.each([
  [{ words: 'Lamp' }, { field: 'title', way: 'set', text: 'Lamp' }, '“Lamp”'],
  [{ way: 'replace', words: 'a', by: 'b' }, { way: 'replace', text: 'a', by: 'b' }, '“a” → “b”'],
  [{ field: 'price', way: 'increase', words: '5', step: '0,10' }, { percent: '5', amount: null, step: '0.10', text: '' }, '5 %'],
  [{ field: 'price', way: 'decrease', words: '1,5', unit: 'amount', currency: 'EUR' }, { percent: null, amount: '1.5', currency: 'EUR' }, '1.5 EUR'],
  [{ field: 'price', way: 'set', words: '12,90', currency: 'EUR' }, { text: '12.90', currency: 'EUR' }, '“12.90”'],
  [{ field: 'state', words: 'archived' }, { text: 'archived', of: 'product' }, '“archived”'],
  [{ field: 'tags', way: 'clear', words: 'x' }, { text: '', way: 'clear' }, ''],
] as const)('%o is the operation %o', (more, operation, words) => {
  expect(isWhole(typed(more as Partial<Typed>))).toBe(true);
  const made = operationOf(typed(more as Partial<Typed>));
  expect(made).toMatchObject(operation);
  expect(saidOf(made, (one) => `“${one}”`)).toBe(words);
});

test.each([
  { words: ' ' }, { field: 'price', way: 'increase', words: 'much' }, { field: 'price', way: 'increase', words: '1.000,5' },
  { field: 'price', way: 'increase', words: '5', unit: 'amount' }, { field: 'price', way: 'set', words: '5' }, { field: 'price', way: 'increase', words: '5', step: 'x' },
] as const)('%o is not whole', (more) => {
  expect(isWhole(typed(more as Partial<Typed>))).toBe(false);
});

test.each([['5', '5'], [' 0,10 ', '0.10'], ['0', ''], ['-1', ''], ['1e5', ''], ['1.000,00', '']])('%s is the number %s', (words, number) => {
  expect(numberOf(words)).toBe(number);
});

test('a picture moves one place and never out of the list', () => {
  const pictures = ['a', 'b', 'c'].map((digest) => ({ digest }) as Picture);
  expect([names(moved(pictures, 0, 1)), names(moved(pictures, 2, -1)), names(moved(pictures, 0, -1)), names(moved(pictures, 2, 1))]).toEqual(['bac', 'acb', 'abc', 'abc']);
});

test('what is chosen is told by ids or by filters, and not where some are left out of all', () => {
  const filters = { state: 'active', tag: 'sale', brand: undefined, no_barcode: true };
  expect(filtered(filters)).toEqual({ ids: [], filters: { state: 'active', tag: 'sale', no_barcode: 'true' } });
  expect(chosenOf({ kind: 'some', ids: ['a'] }, filters)).toEqual({ ids: ['a'], filters: {} });
  expect(chosenOf({ kind: 'all', but: [] }, filters)).toEqual(filtered(filters));
  expect(chosenOf({ kind: 'all', but: ['a'] }, filters)).toBeNull();
});
