import { expect, test } from 'vitest';
import { outline, penalty, qr } from './qr.ts';

const shown = (grid: boolean[][]) => grid.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

/** The format as it stands beside the upper left corner, from the highest bit down, without its mask. */
function formatOf(grid: boolean[][]): number {
  const places = [[0, 8], [1, 8], [2, 8], [3, 8], [4, 8], [5, 8], [7, 8], [8, 8], [8, 7], [8, 5], [8, 4], [8, 3], [8, 2], [8, 1], [8, 0]] as const;
  const bits = places.map(([x, y]) => (grid[y]?.[x] ? '1' : '0')).join('');
  return Number.parseInt(bits, 2) ^ 0x5412;
}

test.each([
  ['a', 21],
  ['x'.repeat(14), 21],
  ['x'.repeat(15), 25],
  ['otpauth://totp/Hanse:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Hanse', 41],
  ['x'.repeat(500), 85],
])('%s takes the smallest code that holds it', (words, size) => {
  const grid = qr(words);
  expect(grid.length).toBe(size);
  expect(grid.every((row) => row.length === size)).toBe(true);
});

test('three corners, the timing between them and the dark module are where readers look for them', () => {
  const rows = shown(qr('Hanse'));
  expect(rows.slice(0, 7).map((row) => row.slice(0, 8))).toEqual(['#######.', '#.....#.', '#.###.#.', '#.###.#.', '#.###.#.', '#.....#.', '#######.']);
  expect(rows.slice(0, 7).map((row) => row.slice(-7))).toEqual(rows.slice(0, 7).map((row) => row.slice(0, 7)));
  expect(rows.slice(-7).map((row) => row.slice(0, 7))).toEqual(rows.slice(0, 7).map((row) => row.slice(0, 7)));
  expect(rows[6]?.slice(8, 13)).toBe('#.#.#');
  expect(rows[21 - 8]?.[8]).toBe('#');
});

test('the format says level M and a mask, and holds its own check', () => {
  const format = formatOf(qr('Hanse'));
  expect(format >> 13).toBe(0);
  let rest = format;
  for (let bit = 14; bit >= 10; bit -= 1) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10);
  expect(rest).toBe(0);
});

test('a drawing that readers stumble over costs more', () => {
  const even = Array.from({ length: 21 }, (_, y) => Array.from({ length: 21 }, (__, x) => (x + y) % 2 === 0));
  const dark = even.map((row) => row.map(() => true));
  expect(penalty(even)).toBe(0);
  expect(penalty(dark)).toBeGreaterThan(1_000);
});

test('what no phone reads at ease is not drawn', () => {
  expect(() => qr('x'.repeat(700))).toThrow('700 bytes');
});

test('the outline has a quiet zone of four modules around it', () => {
  expect(outline([[true, true, false, true]])).toBe('M4 4h2v1h-2zM7 4h1v1h-1z');
});
