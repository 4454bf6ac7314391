import { expect, test } from 'vitest';
import type { Rule } from './api.ts';
import { bars, BLANK, isNumber, moved, readSum, typedOf, wantedOf, writeSum } from './model.ts';

const RULE = {
  id: 'rule-1', name: 'Lamps', state: 'paused', for_whom: '', words: [], person: 'Rani', changed_at: null, version: 3, spread_percent: '1.5',
  conditions: { accounts: ['shop-1'], markets: ['AT', 'DE'], categories: ['cat-1'], brands: ['brand-1'], tags: ['brass'], cost: { currency: 'SGD', least: '5', below: null } },
  layers: {
    cost: { base: 'landed', or_supplier: true },
    shipping: { money: { currency: 'SGD', minor: 110 } },
    fees: { percent: '12.5', fixed: { currency: 'EUR', minor: 30 } },
    tax: { percent: null, sort: 'reduced', included: true },
    markup: { percent: '40', of: 'price', fixed: null },
    exchange: { surcharge_percent: '0', days_max: 3 },
    voucher: { percent: '10', fixed: null },
    rounding: { step: '1', less: '0.01', way: 'up' },
    floor: { money: null, over_cost_percent: '10' },
    ceiling: { money: { currency: 'SGD', minor: 9900 }, at_list: true },
    campaign: { starts_at: '2026-11-27T09:30:00Z', ends_at: '2026-11-30T00:00:00Z', percent_off: '20', price: null },
  },
  band: { percent: '2', money: { currency: 'SGD', minor: 20 } },
} as unknown as Rule;

test('a rule is typed and kept as the same rule', () => {
  const { name, state, conditions, layers, band, spread_percent } = RULE;
  expect(wantedOf(typedOf(RULE))).toEqual({ name, state, conditions, layers, band, spread_percent });
});

test('nothing typed is no layer but the cost', () => {
  const { layers, band, conditions } = wantedOf({ ...BLANK, name: 'New' });
  expect(Object.entries(layers).filter(([, layer]) => layer !== null).map(([part]) => part)).toEqual(['cost']);
  expect(band).toBeNull();
  expect(conditions?.cost).toBeNull();
});

test('a sum is in the currency of the rule, or says its own', () => {
  expect(readSum('1.10', 'EUR')).toEqual({ currency: 'EUR', minor: 110 });
  expect(readSum('sgd 1,1', 'EUR')).toEqual({ currency: 'SGD', minor: 110 });
  expect(readSum('1.105', 'EUR')).toBeNull();
  expect(readSum('JPY 1.1', 'EUR')).toBeNull();
  expect(writeSum({ currency: 'JPY', minor: 500 }, 'EUR')).toBe('JPY 500');
  expect(writeSum({ currency: 'EUR', minor: 50 }, 'EUR')).toBe('0.50');
});

test('the bars have one name more than there are bounds', () => {
  expect(bars([-10, 0, 10], (from, to) => `${from}..${to}`, (to) => `<${to}`, (from) => `>${from}`)).toEqual(['<\u221210', '\u221210..0', '0..+10', '>+10']);
});

test('what is moved changes places with its neighbour', () => {
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  expect([isNumber('12,5'), isNumber(''), isNumber('a')]).toEqual([true, true, false]);
});
