import { expect, test } from 'vitest';
import { setLanguage } from '../../lib/language.ts';
import { adjustments, columns, goodsOf, lasted, moved, movesAsked, pieces, scanned, settingsOf, share, stretches, typedOf, wasHeld, worst, wrongLine } from './model.ts';
import { reasonWords, stepWords, verdictWords } from './said.ts';
import type { ChannelSettings, ShopTruth } from './shapes.ts';

const shop = (account_id: string, truth: ShopTruth['truth']): ShopTruth => ({ account_id, truth, should: 1, shows: 1 });

test('pieces are whole, signed only where steps are meant', () => {
  expect([pieces('12'), pieces(' 0 '), pieces('-3'), pieces('1.5'), pieces(''), pieces('99999999999')]).toEqual([12, 0, null, null, null, null]);
  expect([pieces('+5', { signed: true }), pieces('\u22123', { signed: true })]).toEqual([5, -3]);
  expect([share('12,5'), share('101'), share('')]).toEqual([12.5, null, null]);
});

test('the same step for each, or none while it is no whole sentence', () => {
  const typed = { way: 'by', amount: '+5', place: 'p1', kind: 'receipt', reason: ' delivery ' } as const;
  expect(adjustments(['a', 'b'], typed)).toEqual([
    { variant_id: 'a', place_id: 'p1', kind: 'receipt', reason: 'delivery', by: 5 },
    { variant_id: 'b', place_id: 'p1', kind: 'receipt', reason: 'delivery', by: 5 },
  ]);
  expect(adjustments(['a'], { ...typed, way: 'to', amount: '0' })?.[0]).toMatchObject({ to: 0 });
  expect(adjustments(['a'], { ...typed, confidence: '80' })?.[0]).toMatchObject({ by: 5, confidence: 80 });
  expect([adjustments(['a'], { ...typed, amount: '0' }), adjustments(['a'], { ...typed, place: '' })]).toEqual([null, null]);
});

test('of a move one sees what came, went or was held', () => {
  const sale = { on_hand: -2, reserved: -2, promised: 0 };
  expect([moved({ on_hand: 0, reserved: 3, promised: 0 }), moved({ on_hand: 0, reserved: -3, promised: 0 }), moved(sale)]).toEqual([-3, 3, -2]);
  expect([wasHeld(sale), wasHeld({ ...sale, reserved: 0 })]).toEqual([true, false]);
});

test('the shop that needs a look most comes first', () => {
  expect(worst([shop('a', 'proven'), shop('b', 'differs'), shop('c', 'off')])?.account_id).toBe('b');
  expect(worst([])).toBeNull();
});

test('a scanner gives a SKU, a hand may add how many', () => {
  expect([scanned('KK-1'), scanned('KK 1 x3 '), scanned('BOX x'), scanned('  ')]).toEqual([{ sku: 'KK-1', pieces: 1 }, { sku: 'KK 1', pieces: 3 }, { sku: 'BOX x', pieces: 1 }, null]);
  expect(goodsOf('KK-1 x3\n\nKK-2')).toEqual([{ sku: 'KK-1', count: 3 }, { sku: 'KK-2', count: 1 }]);
  expect([wrongLine('KK-1 x0'), wrongLine('KK-1')]).toEqual(['KK-1 x0', '']);
});

test('a histogram ends with the last push, and says what lies beyond its limits', () => {
  const buckets = [{ up_to_ms: 1000, count: 3 }, { up_to_ms: 60_000, count: 0 }, { up_to_ms: null, count: 1 }, { up_to_ms: null, count: 0 }];
  expect(columns({ buckets }, (limit) => `over ${limit}`)).toMatchObject({ points: ['≤\u00A01\u00A0s', '≤\u00A01\u00A0min', 'over 1\u00A0min'], values: [3, 0, 1] });
  const { at } = columns({ buckets }, String);
  expect([at(900), at(60_000), at(61_000)], 'where half and 99 of 100 stand').toEqual([0, 1, 2]);
  expect([lasted(900), lasted(12_000)]).toEqual(['0.9\u00A0s', '12\u00A0s']);
});

test('periods are cut to the days that are shown', () => {
  const now = new Date('2026-11-11T00:00:00Z');
  const periods = [{ from_at: '2026-10-01T00:00:00Z', until_at: '2026-11-02T00:00:00Z' }, { from_at: '2026-11-06T00:00:00Z', until_at: null }, { from_at: '2026-01-01T00:00:00Z', until_at: '2026-02-01T00:00:00Z' }];
  expect(stretches(periods, now, 10)).toEqual({ parts: [{ from: 0, width: 0.1 }, { from: 0.5, width: 0.5 }], share: 0.6 });
  expect(stretches(periods.slice(1), now, 10).share, 'of the time since anything is known').toBeCloseTo(1);
});

test('settings of a shop are typed and kept as they are', () => {
  const given: ChannelSettings = { rhythm: 'hourly', places: ['p1'], supplied: false, keep_percent: '12.5', keep_count: 2, show_max: null, safety: true, oversell_minor: 500, oversell_currency: 'EUR', when_out: 'hide' };
  expect({ ...given, ...settingsOf(typedOf(given)) }).toEqual(given);
  expect(settingsOf({ ...typedOf(given), show_max: '9' }).show_max).toBe(9);
});

test('the ledger asks for what the address says, and for nothing else', () => {
  const { from, to, ...rest } = movesAsked({ kind: 'sale', place: 'p1', who: 'people', from: '2026-11-20', to: '2026-11-20', tab: 'x' });
  expect(rest).toEqual({ kind: 'sale', place: 'p1', who: 'people' });
  expect(new Date(to ?? '').getTime() - new Date(from ?? '').getTime()).toBe(86_400_000);
  expect(movesAsked({ from: 'yesterday' })).toEqual({});
});

test('why a shop shows what it shows is said in the language of the reader', () => {
  const safety = { code: 'safety', text: 'As in English', told: { per_day: '3.5', seconds: '2.1', expected: '0.0001', kept: '1', percent: '95.2' }, change: -1, left: 1250 };
  const supplied = { code: 'supplied', text: 'As in English', told: { count: '8', left: '9', told: '1200', places: '1', age_h: '3', sure: '80' }, change: 8, left: 9 };
  expect(stepWords(supplied, 'Woo').more).toBe('1,200 told 3 h ago, 80 % sure: 8 are believed.');
  const why = { should: 1250, shows: 0, steps: [], found: 'asked', verdict: 'As in English', what_if: [] };
  expect(verdictWords(why, '')).toEqual(['It should show 1,250; that is on its way, and it still shows 0.', undefined]);
  setLanguage('id');
  const moves = [['stock.transfer', 'received at Bandung'], ['stock.transfer', 'Bandung to Jakarta'], ['orders.order', 'shipped'], ['stock.opening', 'Opening count: the lowest'], ['stock.adjustment', 'shipped']];
  try {
    expect(verdictWords(why, '')[0]).toBe('Seharusnya tampil 1.250; sedang dikirim, dan toko masih menampilkan 0.');
    expect(verdictWords({ ...why, found: 'new' }, '')).toEqual(['As in English', 'en']);
    expect(stepWords(safety, 'Woo')).toMatchObject({ words: 'Stok pengaman', moreLang: undefined });
    expect(stepWords(safety, 'Woo').more).toMatch('terjual 3,5 per hari');
    expect(stepWords(supplied, 'Woo').more).toBe('1.200 dikabarkan 3 jam lalu, 80% yakin: 8 dipercaya.');
    expect(stepWords({ ...safety, told: {} }, 'Woo')).toMatchObject({ more: 'As in English', moreLang: 'en' });
    expect(moves.map(([cause = '', reason = '']) => reasonWords({ cause, reason }))).toEqual(['diterima di Bandung', 'Bandung ke Jakarta', 'dikirim', 'Stok awal', 'shipped']);
  } finally {
    setLanguage('en');
  }
});
