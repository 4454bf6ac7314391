import { expect, test } from 'vitest';
import type { Factor, Session } from './api.ts';
import { grouped, inOrder, isLast, offered, valueWords, zones } from './model.ts';

const session = (id: string, seen_at: string, this_one = false): Session => ({
  id,
  kind: 'browser',
  name: '',
  browser: 'Firefox',
  system: 'Linux',
  address: '203.0.113.7',
  made_at: '2026-11-20T14:03:05Z',
  seen_at,
  second_factor: false,
  this_one,
});

const factor = (id: string, confirmed = true): Factor => ({
  id,
  kind: 'totp',
  name: id,
  made_at: '2026-11-20T14:03:05Z',
  confirmed_at: confirmed ? '2026-11-20T14:03:40Z' : null,
  used_at: null,
});

test('this session comes first, then whichever was seen last', () => {
  const all = [session('old', '2026-11-20T10:00:00Z'), session('new', '2026-11-20T12:00:00Z'), session('here', '2026-11-20T09:00:00Z', true)];
  expect(inOrder(all).map((one) => one.id)).toEqual(['here', 'new', 'old']);
});

test('a factor is the last one if no other counts', () => {
  const [phone, key, begun] = [factor('phone'), factor('key'), factor('begun', false)];
  expect(isLast(phone, [phone, begun])).toBe(true);
  expect(isLast(phone, [phone, key])).toBe(false);
  expect(isLast(begun, [begun])).toBe(false);
});

test('the easiest way to prove who one is comes first, and what cannot work here is not offered', () => {
  expect(offered(['password', 'totp', 'passkey', 'recovery'], true)).toEqual(['passkey', 'totp', 'password', 'recovery']);
  expect(offered(['passkey', 'recovery'], false)).toEqual(['recovery']);
});

test('a zone that is set is offered even if the browser does not know it', () => {
  expect(zones('Asia/Rangoon', ['Asia/Jakarta', 'Europe/Berlin'])).toEqual(['Asia/Jakarta', 'Asia/Rangoon', 'Europe/Berlin', 'UTC']);
});

test('a secret is typed in groups of four', () => {
  expect(grouped('JBSWY3DPEH')).toBe('JBSW Y3DP EH');
});

test.each([
  [null, '–'],
  ['', '–'],
  [0, '0'],
  [false, 'false'],
  [['a', 1], '["a",1]'],
])('%j of the log reads %s', (value, words) => {
  expect(valueWords(value)).toBe(words);
});
