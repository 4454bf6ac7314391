import { expect, test } from 'vitest';
import { ago, howOld, span, utc, when } from './time.ts';

const NOW = new Date(2026, 10, 25, 14, 31, 0);
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const plain = (text: string) => text.replaceAll('\u00A0', ' ');

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [86_400, '1 day'],
  [2 * 86_400 + 3 * 3_600, '2 days 3 h'],
  [-5, '0 s'],
])('a span of %s seconds has two units at most: %s', (seconds, words) => {
  expect(plain(span(seconds))).toBe(words);
});

test('an instant is relative below an hour, then a time, then a day', () => {
  expect(ago(before(0.4), NOW)).toBe('now');
  expect(plain(ago(before(9), NOW))).toBe('9 s ago');
  expect([20, 3_000, 11_000, 200_000].map((seconds) => plain(howOld(before(seconds), NOW)))).toEqual(['now', '50 min ago', '3 h ago', '2 days ago']);
  expect(ago(before(7_200), NOW)).toBe('12:31');
  expect(plain(when(new Date(2026, 10, 24, 9, 5), NOW))).toBe('24 Nov, 09:05');
  expect(plain(when(new Date(2025, 10, 24, 9, 5), NOW))).toBe('24 Nov 2025');
});

test('hovering gives the instant in UTC', () => {
  expect(utc(new Date('2026-11-20T14:03:05.250Z'))).toBe('2026-11-20 14:03:05 UTC');
});
