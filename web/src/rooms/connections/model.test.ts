import { expect, test } from 'vitest';
import { standing } from '../../lib/shops.ts';
import type { Account, Family } from './api.ts';
import {
  aloneOf, byOutcome, clocksOf, fieldsOf, isGood, isPulling, keysFor, knownStates, languageName, listOf, opens, pathOf, pretty, pulledShare, sameFields, usedShare,
  warningOf, workedShare, worthALine, wrongKey,
} from './model.ts';

const FAULT = { code: 'unavailable', sentence: 'It does not answer.', next_step: 'It is tried again.', at: '2026-11-20T14:00:00Z' };

const account = (id: string, more: Partial<Account> = {}): Account => ({
  id, platform: 'woocommerce', name: id, address: '', state: 'active', write_mode: 'dry', workspace_mode: 'dry', effective_mode: 'dry', currency: 'USD', decimals: 2, time_zone: null, language: null,
  platform_version: null, scopes: [], missing: [], may_write: true, own_authority: false, token_expires_at: null, consent_expires_at: null, fault: null, read_at: null,
  written_at: null, checked_at: null, silent_since: null, hook_at: null, made_at: '2026-11-20T14:00:00Z', connected_at: '2026-11-20T14:00:00Z', disconnected_at: null,
  version: 1, ...more,
});

const family = (name: string, breaker: Family['breaker'], since: string | null, next: string | null): Family => ({
  family: name, left: null, size: null, restored_per_s: null, blocked_until: null, breaker, since, next_try_at: next,
});

test('a shop that only has to be waited for does not call for a person', () => {
  expect(standing(account('a'))).toBe('healthy');
  expect(standing(account('a', { fault: FAULT }))).toBe('notAnswering');
  expect(standing(account('a', { fault: { ...FAULT, code: 'throttled' } }))).toBe('slow');
  expect(standing(account('a', { fault: { ...FAULT, code: 'rejected' } }))).toBe('needsYou');
  expect(standing(account('a', { state: 'lapsed', fault: FAULT }))).toBe('needsYou');
  expect(standing(account('a', { state: 'disconnected', fault: FAULT }))).toBe('disconnected');
});

test('what is left alone is told since when, and when the first of it is tried again', () => {
  const well = family('orders', 'closed', null, null);
  const shut = family('products', 'open', '2026-11-20T14:05:00Z', '2026-11-20T14:07:00Z');
  const tried = family('settings', 'probing', '2026-11-20T14:03:00Z', '2026-11-20T14:08:00Z');
  expect(aloneOf([well])).toBeNull();
  expect(aloneOf([])).toBeNull();
  expect(aloneOf([shut])).toMatchObject({ trying: false, partly: false });
  expect(aloneOf([well, shut, tried])).toEqual({
    since: new Date('2026-11-20T14:03:00Z'), nextAt: new Date('2026-11-20T14:07:00Z'), trying: true, names: ['products', 'settings'], partly: true,
  });
});

test('states of a mistyped link are left out', () => {
  expect(knownStates(['lapsed', 'broken', ''])).toEqual(['lapsed']);
});

test('what ends next stands first, and what is disconnected ends no more', () => {
  const all = [
    account('far', { consent_expires_at: '2027-11-20T00:00:00Z' }),
    account('near', { consent_expires_at: '2026-12-01T00:00:00Z', token_expires_at: '2026-11-20T16:00:00Z' }),
    account('gone', { state: 'disconnected', consent_expires_at: '2026-11-20T15:00:00Z' }),
  ];
  expect(clocksOf(all).map(({ account: { id }, kind }) => `${id} ${kind}`)).toEqual(['near token', 'near consent', 'far consent']);
});

test.each([
  ['2026-12-10T00:00:00Z', null],
  ['2026-12-04T00:00:00Z', 'fortnight'],
  ['2026-11-27T00:00:00Z', 'week'],
  ['2026-11-21T00:00:00Z', 'day'],
  ['2026-11-20T00:00:00Z', 'over'],
])('a consent that ends at %s warns: %s', (at, warning) => {
  const now = new Date('2026-11-20T00:00:00Z');
  expect(warningOf({ kind: 'consent', at: new Date(at) }, now)).toBe(warning);
});

test('a token is renewed by itself, so only one that was not is worth a colour', () => {
  const now = new Date('2026-11-20T00:00:00Z');
  expect(warningOf({ kind: 'token', at: new Date('2026-11-20T00:10:00Z') }, now)).toBeNull();
  expect(warningOf({ kind: 'token', at: new Date('2026-11-19T23:59:00Z') }, now)).toBe('over');
});

test('calls that worked are a share of those kept, and of none there is no share', () => {
  expect(workedShare([{ outcome: 'ok', calls: 198 }, { outcome: 'unavailable', calls: 2 }])).toBe(0.99);
  expect(workedShare([])).toBeNull();
  expect(byOutcome([{ outcome: 'gone', calls: 1 }, { outcome: 'throttled', calls: 5 }, { outcome: 'ok', calls: 3 }]).map(({ outcome }) => outcome)).toEqual([
    'ok', 'throttled', 'gone',
  ]);
});

test('a limit that nobody knows has no bar', () => {
  expect(usedShare({ left: 500, size: 2000 })).toBe(0.75);
  expect(usedShare({ left: -3, size: 2000 })).toBe(1);
  expect(usedShare({ left: null, size: 2000 })).toBeNull();
  expect(usedShare({ left: 3, size: null })).toBeNull();
});

test('how far a reading has come', () => {
  expect(pulledShare({ rows_done: 500, rows_total: 2000 })).toBe(0.25);
  expect(pulledShare({ rows_done: 2100, rows_total: 2000 })).toBe(1);
  expect(pulledShare({ rows_done: 500, rows_total: null })).toBeNull();
  expect(isPulling([{ state: 'current' }, { state: 'pulling' }])).toBe(true);
  expect(isPulling([{ state: 'current' }])).toBe(false);
  expect(listOf({ kind: 'buyers', account_id: 'a' })).toBe('/mirror/customers?account=a');
  expect(listOf({ kind: 'refunds', account_id: 'a' })).toBeNull();
});

test('a kind of which a shop has never told anything has no line', () => {
  const silent = { state: 'current', rows: 0, looked_at: null, ended_at: null } as const;
  expect(worthALine(silent)).toBe(false);
  expect(worthALine({ ...silent, state: 'stopped' })).toBe(false);
  expect(worthALine({ ...silent, rows: 1 })).toBe(true);
  expect(worthALine({ ...silent, state: 'pulling' })).toBe(true);
  expect(worthALine({ ...silent, looked_at: '2026-11-20T14:00:00Z' })).toBe(true);
});

const key = (name: string, hidden: boolean, needed = true, pattern = '') => ({ name, label: name, hint: '', pattern, hidden, needed, lines: false });

test('where the shop hands over its keys nobody is asked for them', () => {
  const platform = { keys: [key('store_url', false), key('consumer_key', true)] };
  expect(keysFor(platform, 'key_flow').map(({ name }) => name)).toEqual(['store_url']);
  expect(keysFor(platform, 'oauth').map(({ name }) => name)).toEqual(['store_url', 'consumer_key']);
  expect(keysFor(platform, 'typed_keys')).toHaveLength(2);
});

test('a key fits as a whole or not at all', () => {
  const wanted = key('consumer_key', true, true, 'ck_[0-9a-f]{4}');
  expect(wrongKey(wanted, ' ck_12ab ')).toBeNull();
  expect(wrongKey(wanted, 'ck_12abc')).toBe('pattern');
  expect(wrongKey(wanted, ' ')).toBe('missing');
  expect(wrongKey({ ...wanted, needed: false }, '')).toBeNull();
  expect(wrongKey({ ...wanted, pattern: '(?P<a>x' }, 'anything')).toBeNull();
});

test('what is sent is tidied up and without what was left empty', () => {
  expect(fieldsOf([{ name: 'a' }, { name: 'b' }], { a: ' x ', b: ' ', c: 'y' })).toEqual({ a: 'x' });
  expect(sameFields({ a: 'x' }, { a: 'x' })).toBe(true);
  expect(sameFields({ a: 'x' }, { a: 'x', b: 'y' })).toBe(false);
});

test('what keys open, in one word', () => {
  const findings = [{ severity: 'error', code: '', sentence: '', next_step: '' } as const];
  expect(opens({ may_read: true, may_write: true, findings: [] })).toBe('both');
  expect(opens({ may_read: true, may_write: false, findings: [] })).toBe('read');
  expect(opens({ may_read: false, may_write: null, findings })).toBe('nothing');
  expect(opens({ may_read: true, may_write: null, findings: [] })).toBe('unknown');
  expect(opens({ may_read: null, may_write: null, findings: [] })).toBe('unknown');
  expect(opens({ may_read: null, may_write: null, findings })).toBe('unanswered');
  expect(isGood({ findings: [{ severity: 'warning', code: '', sentence: '', next_step: '' }] })).toBe(true);
  expect(isGood({ findings })).toBe(false);
});

test('a language is told by its name, and one that nobody knows as it was written', () => {
  expect(languageName('id-ID', 'en')).toBe('Indonesian (Indonesia)');
  expect(languageName('de', 'id')).toBe('Jerman');
  expect(languageName('qq', 'en')).toBe('qq');
  expect(languageName('not a language', 'en')).toBe('not a language');
});

test('a call is told by what it asks, and its body is spread out where it is JSON', () => {
  expect(pathOf('https://lamps.example/wp-json/wc/v3/products?per_page=100')).toBe('/wp-json/wc/v3/products?per_page=100');
  expect(pathOf('https://lamps.example')).toBe('/');
  expect(pathOf('/already')).toBe('/already');
  expect(pretty('POST /x\n\n{"a":1}')).toBe('POST /x\n\n{\n  "a": 1\n}');
  expect(pretty('200 cut off {"a":')).toBe('200 cut off {"a":');
});
