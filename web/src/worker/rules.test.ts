import { expect, test } from 'vitest';
import { kindOf, nameOf, SEEN_MAX, tooMany } from './rules.ts';

test.each([
  ['GET', 'navigate', '/people', 'page'],
  ['GET', 'navigate', '/api/docs', 'other'],
  ['GET', 'navigate', '/health/ready', 'other'],
  ['GET', 'cors', '/assets/index-1.js', 'asset'],
  ['GET', 'cors', '/api/jobs', 'list'],
  ['GET', 'cors', '/api/identity/members/1', 'list'],
  ['GET', 'cors', '/api/live', 'other'],
  ['GET', 'cors', '/api/system/live', 'other'],
  ['GET', 'cors', '/api/events/export', 'other'],
  ['GET', 'cors', '/api/events/1-2/personal', 'other'],
  ['GET', 'cors', '/api/mails/1', 'other'],
  ['GET', 'cors', '/api/identity/proof', 'other'],
  ['POST', 'cors', '/api/jobs/1/retry', 'other'],
  ['GET', 'no-cors', '/logo.svg', 'other'],
])('%s %s %s is %s', (method, mode, path, kind) => {
  expect(kindOf(method, mode, path)).toBe(kind);
});

test('what one workspace saw is not shown in another', () => {
  expect(nameOf('http://a/api/jobs?x=1', 'w1')).not.toBe(nameOf('http://a/api/jobs?x=1', 'w2'));
});

test('the oldest go first', () => {
  const keys = Array.from({ length: SEEN_MAX + 2 }, (_, index) => index);
  expect(tooMany(keys)).toEqual([0, 1]);
  expect(tooMany([1])).toEqual([]);
});
