import { afterEach, expect, test } from 'vitest';
import { setZone } from '../../lib/zone.ts';
import { countNew, facts, fieldName, hidden, queryOf, splitSubject, written } from './model.ts';

const ID = '01930b6e-7c1a-7d52-9a54-0d7c8f0f6c31';

afterEach(() => setZone(undefined));

test('filters of the address become what the server asks for, days in the zone of the person', () => {
  setZone('Asia/Jakarta');
  const query = queryOf({ name: 'identity.key', q: ' robot ', actor: ID, subject: `identity.key:${ID}`, since: '2026-11-20', until: '2026-11-20', request: 'abc-1' });
  expect(query).toEqual({
    name: 'identity.key',
    words: 'robot',
    actor_id: ID,
    subject_kind: 'identity.key',
    subject_id: ID,
    request_id: 'abc-1',
    since: '2026-11-19T17:00:00.000Z',
    until: '2026-11-20T17:00:00.000Z',
  });
});

test('what is no filter in a link is left out, so the link still opens', () => {
  const query = queryOf({ name: '<script>', actor: 'ada', subject: ':', since: 'yesterday', until: '2026-02-31', request: 'a b' });
  expect(Object.values(query).filter((value) => value !== undefined)).toEqual([]);
});

test('a subject is a kind, an id, or both', () => {
  expect(splitSubject('identity.key')).toEqual(['identity.key', undefined]);
  expect(splitSubject(ID)).toEqual([undefined, ID]);
  expect(splitSubject(`identity.key:${ID}`)).toEqual(['identity.key', ID]);
  expect(splitSubject('identity')).toEqual([undefined, undefined]);
});

test('news above the top row are counted, and more than a page of them is told as such', () => {
  const newest = ['9-3', '9-2', '9-1'].map((position) => ({ position }));
  expect(countNew(newest, '9-3')).toBe(0);
  expect(countNew(newest, '9-1')).toBe(2);
  expect(countNew(newest, '8-1')).toBeNull();
  expect(countNew(newest, undefined)).toBe(3);
});

test('facts leave out what is told elsewhere in the row', () => {
  const payload = { key_id: ID, prefix: 'hak_9f', before: { name: 'a' }, after: { name: 'b' }, version: 2 };
  expect(facts({ payload, subject: { kind: 'identity.key', id: ID, version: 2 } })).toEqual([['prefix', 'hak_9f']]);
});

test('only a personal field that is not open is hidden; a value of that very word is shown', () => {
  expect(hidden('sealed', 'sealed')).toBe('sealed');
  expect(hidden('erased', 'erased')).toBe('erased');
  expect(hidden('sealed', 'opened')).toBeNull();
  expect(hidden('none', 'none')).toBeNull();
});

test('values read as words, and none of them is lost', () => {
  expect(written(null)).toBe('nothing');
  expect(written([])).toBe('nothing');
  expect(written(false)).toBe('no');
  expect(written(0)).toBe('0');
  expect(written(20160)).toBe('20,160');
  expect(written(['10.0.0.0/8', '2001:db8::/32'])).toBe('10.0.0.0/8, 2001:db8::/32');
  expect(written({ a: 1 })).toBe('{"a":1}');
});

test('a field is called by words, known ones by ours', () => {
  expect(fieldName('second_factor_required')).toBe('second factor required');
  expect(fieldName('address.postal_code')).toBe('address, postal code');
  expect(fieldName('')).toBe('Value');
});
