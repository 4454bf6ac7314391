import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Look } from '../Look.tsx';
import { DifferenceLine, DifferenceList } from './DifferenceList.tsx';
import { askedOf, kindOf, troubleOf, typedOf, valueOf } from './fieldForm.ts';
import { FindingsList } from './FindingsList.tsx';
import { StateCounts } from './StateCounts.tsx';
import { compared, fieldName, listDiff, stepOf, wordsOf } from './values.ts';

afterEach(cleanup);
const EUR = (minor: number) => ({ currency: 'EUR', minor });

test('a price reads as money with its step, a text by its words, a list by what came and went', () => {
  const { container } = render(
    <Look>
      <DifferenceList
        differences={[
          { field: 'price', before: EUR(1000), after: EUR(1100) },
          { field: 'title', before: 'Brass lamp', after: 'Copper lamp' },
          { field: 'tags', before: ['a', 'b'], after: ['b', 'c'] },
          { field: 'state', before: 'draft', after: 'live' },
        ]}
      />
    </Look>,
  );
  expect(container.textContent).toContain('+10.0');
  expect(container.querySelector('del')?.textContent).toBe('Brass');
  expect(container.querySelector('ins')?.textContent).toBe('Copper');
  expect([...container.querySelectorAll('li')].map((one) => one.textContent)).toEqual(['removed a', 'added c', 'b']);
  expect(screen.getByText('In the shop')).toBeTruthy();
});

test('a line says the first field and how many more there are', () => {
  const { container } = render(<Look><DifferenceLine differences={[{ field: 'listed', before: true, after: false }, { field: 'sku', before: '', after: 'A1' }]} /></Look>);
  expect(container.textContent).toContain('In lists and search');
  expect(container.textContent).toContain('and 1 more');
});

test('a line says what a person looks for first, and a text without its marks', () => {
  const described = { field: 'description_html', before: null, after: '<p>Warm</p>' };
  const named = render(<Look><DifferenceLine differences={[described, { field: 'title', before: null, after: 'Lamp' }]} /></Look>);
  expect(named.container.textContent).toContain('Title');
  expect(render(<Look><DifferenceLine differences={[described]} /></Look>).container.textContent).not.toContain('<p>');
});

test('only marks that change are said to be so', () => {
  expect(compared('description_html', '<p>Warm</p>', '<b>Warm</b>').marksOnly).toBe(true);
  expect(compared('description_html', '<p>Warm</p>', '<p>Cold</p>')).toEqual({ before: 'Warm', after: 'Cold', marksOnly: false });
});

test('steps, lists and names are told only where there are any', () => {
  expect(stepOf(EUR(1000), EUR(900))).toBeCloseTo(-0.1);
  expect(stepOf(EUR(0), EUR(900))).toBeNull();
  expect(stepOf(EUR(1000), { currency: 'IDR', minor: 1 })).toBeNull();
  expect(listDiff('tags', null, ['a'])).toEqual({ stayed: [], added: ['a'], removed: [] });
  expect(fieldName('some_new_field')).toBe('Some new field');
});

test('variants, options, places and pictures are said in words', () => {
  const fields = [['compare_at', null], ['price', { currency: 'USD', minor: 1290 }], ['sku', 'S-1']];
  expect(wordsOf('variants', [[['Red', 'S'], fields]])).toEqual(['Red / S: Price USD\u202F12.90, SKU S-1']);
  expect(wordsOf('options', [['Size', ['S', 'M']]])).toEqual(['Size: S, M']);
  expect(wordsOf('choices', [['Size', 'S']])).toEqual(['Size: S']);
  expect(wordsOf('categories', [['16', 'Lamps']])).toEqual(['Lamps']);
  expect(wordsOf('category', ['aa-1', 'Home'])).toEqual(['Home']);
  expect(wordsOf('images', [{ name: '81', alt: 'A lamp', address: '' }, { name: '82', alt: '', address: '' }])).toEqual(['A lamp (81)', '82']);
});

test('states are told in words, the most urgent first', () => {
  render(<Look><StateCounts counts={{ proven: 11, held: 2 }} /></Look>);
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['Held 2', 'Proven 11']);
});

const found = (severity: string) => ({ severity, code: severity, sentence: `${severity}.`, next_step: '', field: '' });

test('findings stand worst first, and none is said', () => {
  const { rerender } = render(<Look><FindingsList findings={[found('hint'), found('error')]} /></Look>);
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['Error: error.', 'Hint: hint.']);
  rerender(<Look><FindingsList findings={[]} /></Look>);
  expect(screen.getByText('None')).toBeTruthy();
});

test.each([
  ['price', EUR(1290), 'money', '12.90'],
  ['listed', true, 'yesNo', 'true'],
  ['tags', ['a', 'b'], 'list', 'a\nb'],
  ['description_html', '<p>x</p>', 'long', '<p>x</p>'],
  ['state', 'live', 'choice', 'live'],
  ['title', 'Lamp', 'text', 'Lamp'],
  ['quantity', 7, 'number', '7'],
] as const)('%s is typed as it is shown and comes back as it was', (field, value, kind, typed) => {
  const asked = askedOf(field, value, null);
  expect([kindOf(asked), typedOf(asked), valueOf(asked, typed)]).toEqual([kind, typed, value]);
});

test('nothing may stand where there may be nothing, and nowhere else', () => {
  expect(valueOf(askedOf('compare_at', null, EUR(1290)), '')).toBeNull();
  expect(valueOf(askedOf('compare_at', null, EUR(1290)), '15')).toEqual(EUR(1500));
  expect(troubleOf(askedOf('price', EUR(1290), null), '')).toContain('12.90');
  expect(troubleOf(askedOf('title', 'Lamp', null), ' ')).toBe('This is needed.');
});
