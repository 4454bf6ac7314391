import { expect, test } from 'vitest';
import { pieces } from './model.ts';

const links = (text: string) => pieces(text).filter((piece) => piece.link).map((piece) => piece.words);

test('a mail in pieces is the mail: nothing is lost or added', () => {
  const text = 'Hello,\n\nopen https://hub.example/join#hin_aB-9 until Friday (or http://localhost:8700/).\n-- \nHanse';
  expect(pieces(text).map((piece) => piece.words).join('')).toBe(text);
  expect(links(text)).toEqual(['https://hub.example/join#hin_aB-9', 'http://localhost:8700/']);
});

test('the end of a sentence is not part of an address', () => {
  expect(links('See https://hub.example/a?b=1, then https://hub.example/c.')).toEqual(['https://hub.example/a?b=1', 'https://hub.example/c']);
});

test('only web addresses become links', () => {
  expect(links('javascript:alert(1) data:text/html,x mailto:a@b.example ftp://x.example file:///etc/passwd')).toEqual([]);
  expect(links('"https://hub.example/"><script>alert(1)</script>')).toEqual(['https://hub.example/']);
  expect(pieces('')).toEqual([]);
});
