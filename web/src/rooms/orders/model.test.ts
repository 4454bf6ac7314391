import { expect, test } from 'vitest';
import { asked, countKinds, fits, leftOf, mostFirst, nextOf, planOf, returnable, sendable, sumRows } from './model.ts';
import { line, order, trouble, whole } from './sample.ts';
import { boughtOf, ours, pressing, sourcesOf } from './supplied.ts';
import type { SuppliedWhole } from './suppliedApi.ts';

const bought = (state: SuppliedWhole['state'], quantity: number, id = state) => ({ id, number: id, supplier: 'CJ', state, lines: [{ order_line_id: 'l1', quantity, unwanted: 0 }] }) as unknown as SuppliedWhole;
const doing = (...given: Parameters<typeof planOf>) => planOf(...given).doing.map(({ id }) => id);

test('the address says what is asked, and its days are whole ones', () => {
  const found = asked({ search: '5001', state: ['confirmed', 'pending'], from: '2026-11-20', to: '2026-11-20', sel: 'x' });
  expect(found).toMatchObject({ search: '5001', state: ['confirmed', 'pending'] });
  expect(Date.parse(found.to ?? '') - Date.parse(found.from ?? '')).toBe(24 * 3_600_000);
  expect(asked({ from: 'yesterday' })).toEqual({});
  expect([fits(order({ tags: ['gift'] }), { tag: 'gift' }), fits(order(), { tag: 'gift' }), fits(order({ exceptions: ['loss'] }), { exception: 'loss' })]).toEqual([true, false, true]);
});

test('what is short is left to be sent, and cannot be sent now', () => {
  expect([leftOf(line({ quantity: 5, refunded: 1, shipped: 1 })), leftOf(line({ removed: true })), leftOf(line({ quantity: 1, refunded: 1, shipped: 1 }))]).toEqual([3, 0, 0]);
  expect([sendable(line({ quantity: 5, held: 2, short: 3 })), sendable(line({ quantity: 5, held: 0, short: 0, variant_id: null }))]).toEqual([2, 5]);
});

test('of all that could be done one thing is next', () => {
  const both = whole({ held_why: 'Wait.', exceptions: [trouble()] });
  expect(nextOf(both)).toEqual({ kind: 'held' });
  expect(nextOf({ ...both, held_why: null })).toMatchObject({ kind: 'trouble', trouble: { id: 't1' } });
  expect(nextOf(whole()).kind).toBe('send');
  expect(nextOf(whole({ order: order({ state: 'pending' }) })).kind).toBe('pay');
  expect(nextOf(whole({ order: order({ state: 'unknown' }) })).kind).toBe('look');
  expect([nextOf(whole({ lines: [line({ shipped: 2 })] })).kind, nextOf(whole({ order: order({ state: 'cancelled' }) })).kind]).toEqual(['none', 'none']);
});

test('sums stand in their order, what was taken off below nothing, and no row is empty but those people look for', () => {
  const { sums } = whole();
  expect(sumRows({ ...sums, tax: 0, remainder: -5 })).toEqual([
    { name: 'goods', minor: 2_000 }, { name: 'discount', minor: -100 }, { name: 'shipping', minor: 400 }, { name: 'tax', minor: 0 }, { name: 'remainder', minor: -5 },
  ]);
});

test('a verb leaves alone what is that way already', () => {
  const rows = [order({ id: 'a', held: true }), order({ id: 'b', tags: ['gift'] })];
  expect([doing('hold', rows), doing('release', rows), doing('tag', rows, 'gift'), doing('tag', rows, '')]).toEqual([['b'], ['a'], ['a'], []]);
  expect(mostFirst(countKinds([trouble(), trouble({ kind: 'loss' }), trouble()]))).toEqual([['no_stock', 2], ['loss', 1]]);
});

test('what comes back already cannot be asked back again', () => {
  const sent = line({ shipped: 3 });
  const part = { line_id: sent.id, title: '', sku: '', variant_id: null, count: 2, restocked: 0, written_off: 1, place_id: null };
  const left = (state: 'requested' | 'closed' | 'declined') => returnable(sent, [{ state, lines: [part] }]);
  expect([left('requested'), left('closed'), left('declined')]).toEqual([1, 2, 3]);
});

test('what a supplier sends is not packed here, and each line says of whom its pieces come', () => {
  const [under, sent, over] = [bought('quoted', 1), bought('sent', 4), bought('stopped', 2)];
  expect([...boughtOf([under, sent, over])]).toEqual([['l1', 1]]);
  const here = ours(whole({ lines: [line({ quantity: 2 })] }), boughtOf([under]));
  expect(here.lines.map(leftOf)).toEqual([1]);
  expect(ours(whole({ lines: [line({ quantity: 2, shipped: 2 })] }), boughtOf([under])).lines.map(leftOf)).toEqual([0]);
  expect(sourcesOf('l1', [under, sent, over]).map(({ state, count }) => [state, count])).toEqual([['quoted', 1], ['sent', 4]]);
  expect([pressing([sent, under]), pressing([sent, under, bought('asking', 1)]), pressing([over])].map((row) => row?.state)).toEqual(['quoted', 'asking', undefined]);
});
