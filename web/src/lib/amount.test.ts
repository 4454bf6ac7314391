import { expect, test } from 'vitest';
import { bytes, took } from './amount.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

test.each([
  [0, '0 ms'],
  [0.0004, '0.4 ms'],
  [0.0123, '12 ms'],
  [1.9, '1 s'],
  [75, '1 min'],
])('%s seconds read %s', (seconds, words) => {
  expect(plain(took(seconds))).toBe(words);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_234, '1.2 kB'],
  [499_999_999, '500 MB'],
  [80_400_000_000, '80 GB'],
])('%s bytes read %s', (count, words) => {
  expect(plain(bytes(count))).toBe(words);
});
