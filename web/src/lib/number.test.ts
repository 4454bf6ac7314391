import { afterEach, expect, test } from 'vitest';
import { setLanguage } from './language.ts';
import { figure, money, readAmount } from './money.ts';
import { number, percent, short, step } from './number.ts';

afterEach(() => setLanguage('en'));

const plain = (text: string) => text.replaceAll(/[\u00A0\u2009\u202F]/gu, ' ');

test('marks follow the language, never the currency', () => {
  expect(number(97_900)).toBe('97,900');
  setLanguage('id');
  expect(number(97_900)).toBe('97.900');
  expect(figure({ minor: 1390, currency: 'SGD' })).toBe('13,90');
});

test('less is a minus sign, and zero has none', () => {
  expect(number(-12.05, 2)).toBe('\u221212.05');
  expect(number(-0.001, 2)).toBe('0.00');
});

test('big figures shorten from a million', () => {
  expect(plain(short(19_300_000))).toBe('19.3 M');
  expect(short(999_999)).toBe('999,999');
  expect(plain(short(2_100_000_000))).toBe('2.1 B');
});

test('steps are always signed', () => {
  expect(plain(percent(0.078, { signed: true }))).toBe('+7.8 %');
  expect(plain(percent(-0.05, { signed: true }))).toBe('\u22125.0 %');
  expect(step(3)).toBe('+3');
  expect(step(0)).toBe('0');
});

test.each([
  [9_790_000, 'IDR', '97,900'],
  [9_790_050, 'IDR', '97,900.50'],
  [1390, 'SGD', '13.90'],
  [500, 'JPY', '500'],
  [1234, 'KWD', '1.234'],
])('%s of %s is written %s', (minor, currency, words) => {
  expect(figure({ minor, currency })).toBe(words);
});

test('in one piece the code comes first', () => {
  expect(plain(money({ minor: 1390, currency: 'SGD' }))).toBe('SGD 13.90');
});

test.each([
  ['13.90', 'SGD', '.', 1390],
  ['97.900', 'IDR', ',', 9_790_000],
  ['13,9', 'SGD', ',', 1390],
  ['13.905', 'SGD', '.', null],
  ['', 'SGD', '.', null],
  ['-1', 'SGD', '.', null],
] as const)('%s typed for %s with the mark %s is %s', (typed, currency, mark, minor) => {
  expect(readAmount(typed, currency, mark)).toBe(minor);
});
