import { expect, test } from 'vitest';
import { parseSearch, patched, safeNext, wordOf, wordsOf, writeSearch } from './address.ts';

test('an address reads back as it was written', () => {
  const search = { category: 'coffee', shop: ['sp-id', 'sp-sg'], sort: '-sales' };
  expect(writeSearch(search)).toBe('?category=coffee&shop=sp-id&shop=sp-sg&sort=-sales');
  expect(parseSearch('?category=coffee&shop=sp-id&shop=sp-sg&sort=-sales')).toEqual(search);
});

test('a number in the address stays a word', () => {
  expect(parseSearch('?id=0012&on=true')).toEqual({ id: '0012', on: 'true' });
});

test('a patch with nothing takes the word away', () => {
  const search = parseSearch('?state=failed&sel=a&sel=b');
  expect(patched(search, { sel: null, state: 'running' })).toEqual({ state: 'running' });
  expect(patched(search, { sel: [] })).toEqual({ state: 'failed' });
});

test('one word and many words', () => {
  const search = parseSearch('?a=1&b=2&b=3');
  expect([wordOf(search, 'b'), wordOf(search, 'c')]).toEqual(['2', '']);
  expect(wordsOf(search, 'a')).toEqual(['1']);
});

test.each([
  ['/people?x=1', '/people?x=1'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/a\\b', '/'],
  ['/ a', '/'],
  ['', '/'],
])('after sign-in %s leads to %s', (next, to) => {
  expect(safeNext(next)).toBe(to);
});
