import { expect, test } from 'vitest';
import { parseSearch, patched } from '../../lib/address.ts';
import { phonePlaces } from './columns.ts';
import { chips, type Filter, filtersOf, nextSort, sorting, viewOf, without } from './filters.ts';
import { readViews, writeViews } from './keptViews.ts';
import { first, inPlace, longer, renewed, unseen } from './rows.ts';
import { between, EVERYTHING, isSelected, PICKED_MAX, readSelection, toggled, withAll, writeSelection } from './selection.ts';

const STATE: Filter = { name: 'state', label: 'State', kind: 'choice', many: true, choices: [{ value: 'failed', label: 'Failed' }] };

test('a selection reads back from the address', () => {
  const some = { kind: 'some', ids: ['a', 'b'] } as const;
  expect(readSelection(patched({}, writeSelection(some)))).toEqual(some);
  const all = { kind: 'all', but: ['c'] } as const;
  expect(readSelection(patched({}, writeSelection(all)))).toEqual(all);
});

test('of all that match, single ones are left out', () => {
  const without_a = toggled(EVERYTHING, 'a');
  expect([isSelected(without_a, 'a'), isSelected(without_a, 'b')]).toEqual([false, true]);
  expect(toggled(without_a, 'a')).toEqual(EVERYTHING);
});

test('no more can be picked one by one than the address holds', () => {
  const many = Array.from({ length: PICKED_MAX + 1 }, (_, index) => `${index}`);
  expect(withAll({ kind: 'some', ids: [] }, many)).toBeNull();
});

test('a range goes both ways', () => {
  const order = ['a', 'b', 'c', 'd'];
  expect(between(order, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(order, 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(between(order, 'gone', 'b')).toEqual(['b']);
});

test('the server is asked about filters and sorting, not about what is selected', () => {
  expect(filtersOf(parseSearch('?state=failed&sort=-at&sel=a&open=b'))).toEqual({ state: 'failed', sort: '-at' });
});

test('a chip says the words of the values, and of unknown ones the values', () => {
  expect(chips(parseSearch('?state=failed&state=odd'), [STATE])[0]?.words).toBe('Failed, odd');
  expect(chips(parseSearch('?sel=a'), [STATE])).toEqual([]);
});

test('without the filter what it selected is not selected any more', () => {
  expect(patched(parseSearch('?state=failed&sel=all&x=1'), without([STATE]))).toEqual({ x: '1' });
});

test('a view is the same whatever came first', () => {
  expect(viewOf(parseSearch('?b=2&a=1&sel=x'))).toBe(viewOf(parseSearch('?a=1&b=2')));
});

test('sorting goes up, down, and back to what the server thinks best', () => {
  expect(nextSort({}, 'at')).toBe('at');
  expect(nextSort({ sort: 'at' }, 'at')).toBe('-at');
  expect(nextSort({ sort: '-at' }, 'at')).toBeNull();
  expect(sorting({ sort: '-at' }, 'at')).toBe('descending');
});

test('views are kept, and nonsense is not read', () => {
  writeViews('jobs', [{ id: 'own a', label: 'A', search: '?state=failed' }]);
  expect(readViews('jobs')).toHaveLength(1);
  localStorage.setItem('hanse-views jobs', '[{"id":1}, null]');
  expect(readViews('jobs')).toEqual([]);
});

const id = (row: { id: string }) => row.id;
const rows = (...ids: string[]) => ids.map((one) => ({ id: one }));
const ids = (shown: { rows: readonly { id: string }[] }) => shown.rows.map(id).join('');

test('a fresh first page joins what was read below it', () => {
  const shown = longer(first({ items: rows('c', 'd'), next_cursor: '1' }), { items: rows('e', 'f'), next_cursor: '2' }, id);
  const next = renewed(shown, { items: rows('b', 'c'), next_cursor: '9' }, id);
  expect([ids(next), next.next]).toEqual(['bcdef', '2']);
});

test('where both do not meet, the fresh page stands alone: no gap is hidden', () => {
  const shown = first({ items: rows('c', 'd'), next_cursor: '1' });
  expect(renewed(shown, { items: rows('a', 'b'), next_cursor: '9' }, id)).toEqual({ rows: rows('a', 'b'), next: '9' });
});

test('a row that left the first page is gone, and so is what followed a list that ended', () => {
  const shown = first({ items: rows('a', 'b', 'c', 'd'), next_cursor: null });
  expect(ids(renewed(shown, { items: rows('a', 'c'), next_cursor: '1' }, id))).toBe('acd');
  expect(ids(renewed(shown, { items: rows('a'), next_cursor: null }, id))).toBe('a');
});

test('while somebody is in the list only what is in a row changes', () => {
  const shown = first({ items: [{ id: 'a', at: 1 }, { id: 'b', at: 1 }], next_cursor: null });
  const head = { items: [{ id: 'n', at: 2 }, { id: 'a', at: 2 }], next_cursor: null };
  expect(inPlace(shown, head, id).rows).toEqual([{ id: 'a', at: 2 }, { id: 'b', at: 1 }]);
  expect(unseen(shown, head, id)).toBe(1);
});

test('a page that repeats a row adds it once', () => {
  const shown = longer(first({ items: rows('a', 'b'), next_cursor: '1' }), { items: rows('b', 'c'), next_cursor: null }, id);
  expect([ids(shown), shown.next]).toEqual(['abc', null]);
});

const column = (name: string, kind: 'name' | 'state' | 'text') => ({ id: name, head: '', kind, cell: () => null });

test('a phone shows title, end and one more line', () => {
  const places = phonePlaces([column('n', 'name'), column('t', 'text'), column('s', 'state'), column('u', 'text')]);
  expect([...places]).toEqual([['n', 'title'], ['s', 'end'], ['t', 'more']]);
});
