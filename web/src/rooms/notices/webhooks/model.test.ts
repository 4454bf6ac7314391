import { expect, test } from 'vitest';
import { addressWrong, answerOf, healthOf, isTest, knownStates, pretty } from './model.ts';

const plain = (words: string) => words.replaceAll('\u00A0', ' ');

test('off by a person is not off because nothing arrived', () => {
  expect(healthOf({ state: 'active', failing_since: null })).toBe('on');
  expect(healthOf({ state: 'active', failing_since: '2026-11-20T14:00:00Z' })).toBe('failing');
  expect(healthOf({ state: 'paused', failing_since: '2026-11-20T14:00:00Z' })).toBe('off');
  expect(healthOf({ state: 'disabled', failing_since: '2026-11-20T14:00:00Z' })).toBe('switchedOff');
});

test('an answer says its status, how long it took and how often it was tried', () => {
  expect(answerOf({ status: null, tries: 0, took_ms: null })).toBe('');
  expect(plain(answerOf({ status: 200, tries: 1, took_ms: 41 }))).toBe('200, 41 ms');
  expect(plain(answerOf({ status: 503, tries: 3, took_ms: 41 }))).toBe('503, 41 ms, 3 tries');
  expect(answerOf({ status: null, tries: 2, took_ms: 15_000 })).toBe('no answer, 2 tries');
});

test('a test call is called so', () => {
  expect(isTest({ kind: 'notices.endpoint.pinged' })).toBe(true);
  expect(isTest({ kind: 'jobs.job.failed' })).toBe(false);
});

test('a body that is no JSON stays as it is', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty('<html>')).toBe('<html>');
});

test.each([
  ['https://example.com/hooks', true],
  ['http://10.0.0.4:8080/x?y=1', true],
  ['', false],
  ['example.com', false],
  ['ftp://example.com', false],
  ['javascript:alert(1)', false],
  ['https://user:secret@example.com/', false],
  ['https://example.com/#part', false],
])('%s can be called: %s', (address, right) => {
  expect(addressWrong(address) === '').toBe(right);
});

test('states of a mistyped link are left out', () => {
  expect(knownStates(['failed', 'lost'])).toEqual(['failed']);
});
