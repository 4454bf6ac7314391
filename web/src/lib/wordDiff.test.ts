import { expect, test } from 'vitest';
import { wordDiff } from './wordDiff.ts';

const written = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ kind, words }) => ({ same: words, out: `[-${words}]`, in: `[+${words}]` })[kind])
    .join('');

test('a word that was exchanged stands between those that stayed', () => {
  expect(written('Brass lamp, large', 'Brass lamp, small')).toBe('Brass lamp, [-large][+small]');
  expect(written('', 'New')).toBe('[+New]');
  expect(written('same', 'same')).toBe('same');
});

test.each([
  ['a b c d', 'b x d e'],
  ['<p>One two</p>', '<p>One <b>two</b></p>'],
  ['x '.repeat(800), 'y '.repeat(800)],
  ['', ''],
])('nothing of either text is lost: %s', (before, after) => {
  const parts = wordDiff(before, after);
  expect(parts.filter(({ kind }) => kind !== 'in').map(({ words }) => words).join('')).toBe(before);
  expect(parts.filter(({ kind }) => kind !== 'out').map(({ words }) => words).join('')).toBe(after);
});
