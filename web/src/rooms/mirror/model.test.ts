import { expect, test } from 'vitest';
import { wordsOfHtml } from '../../lib/html.ts';
import { addressLines, allFindings, amountOf, LISTING_SIGNS, offerName, outward, personName, unitFigure, wantedOf } from './model.ts';
import type { Address, Offer } from './values.ts';

const ADDRESS: Address = {
  first_name: 'Mei', last_name: 'Tan', company: null, line_1: '1 Harbour Road', line_2: '', city: 'Singapore', region: null, postcode: '049315', country: 'SG', phone: null,
};

test('words of a mistyped link are left out, so the list still opens', () => {
  const id = '01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21';
  expect(wantedOf({ account: id, state: ['live', 'odd'], q: ' lamp ', gone: 'true' }, LISTING_SIGNS)).toEqual({ account: id, state: ['live'], q: 'lamp', gone: true });
  expect(wantedOf({ account: 'lamps', gone: 'maybe' }, LISTING_SIGNS)).toEqual({ account: undefined, state: [], q: undefined, gone: undefined });
});

test('an amount without its currency is none', () => {
  expect(amountOf({ amount_minor: 2990, currency: 'USD' })).toEqual({ minor: 2990, currency: 'USD' });
  expect(amountOf({ amount_minor: 2990, currency: null })).toBeNull();
  expect(amountOf({ amount_minor: null, currency: 'USD' })).toBeNull();
});

test('a unit price keeps all its decimals, and has no fewer than its currency', () => {
  expect(unitFigure({ currency: 'USD', value: '9.9' })).toBe('9.90');
  expect(unitFigure({ currency: 'USD', value: '0.0035' })).toBe('0.0035');
  expect(unitFigure({ currency: 'JPY', value: '1200' })).toBe('1,200');
});

const offer = (title: string | null, choices: Offer['choices']) => ({ title, choices });

test('a variant is called by what a buyer chose', () => {
  expect(offerName(offer('Lamp - Red', [{ option: 'Colour', value: 'Red' }, { option: 'Size', value: null }]))).toBe('Red');
  expect(offerName(offer('Lamp', []))).toBe('Lamp');
  expect(offerName(offer(null, [{ option: 'Colour', value: null }]))).toBe('');
});

test('an address is written in lines, without those that are empty', () => {
  expect(addressLines(ADDRESS)).toEqual(['Mei Tan', '1 Harbour Road', '049315 Singapore', 'SG']);
  expect(personName({ first_name: null, last_name: 'Tan' })).toBe('Tan');
});

test('a doubt that a product and its variant share is told once', () => {
  const finding = { severity: 'warning', code: 'x', sentence: 'Odd.', next_step: '', field: 'price' };
  const doubtful = { findings: [finding, { ...finding, field: 'sku' }] } as unknown as Offer;
  expect(allFindings({ findings: [finding], offers: [doubtful] })).toHaveLength(2);
});

test('of a description only the words are shown, and nothing in it is carried out', () => {
  expect(wordsOfHtml('<p>Brass &amp; glass</p><script>alert(1)</script><p>Warm</p>')).toBe('Brass & glass\nWarm');
  expect(outward('javascript:alert(1)')).toBeNull();
  expect(outward('https://lamps.example/p/1')).toBe('https://lamps.example/p/1');
  expect(outward(null)).toBeNull();
});
