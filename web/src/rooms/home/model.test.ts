import { expect, test } from 'vitest';
import type { Shop } from '../../lib/shops.ts';
import type { Check, Happened, Invitation, Job, Notice } from './api.ts';
import { type Found, type Known, needsOf, stepsOf, told, troubles, worthTelling } from './model.ts';

const all = () => true;
const only = (...permissions: string[]) => (permission: string | undefined) => permission === undefined || permissions.includes(permission);
const known: Known = { shops: 0, people: 1, invitations: [], factors: 0, keys: false, chosen: false };
const nothing: Found = { changes: {}, orders: 0, shops: [], stopped: [], checks: [], notices: { unread: 0, newest: null }, invitations: [], when: (at) => at.toISOString().slice(0, 10) };

const job = (state: Job['state'], more: Partial<Job> = {}) => ({ id: state, name: 'engine.send_mail', message: '', sentence: '', state, ...more }) as Job;
const shop = (id: string, state: Shop['state']) => ({ id, name: id, state, fault: null }) as Shop;
const check = (name: string, ok: boolean): Check => ({ name, ok, sentence: `${name} is slow.`, next_step: 'Look.', figure: null });
const event = (name: string, kind: string, more: Partial<Happened> = {}) =>
  ({ name, sentence: '', routine: false, personal: 'none', person_id: null, subject: null, actor: { kind, id: null, name: '' }, ...more }) as Happened;

test('an owner alone is led on by four steps, and who may less sees what it may', () => {
  expect(stepsOf(known, all)?.map((step) => [step.name, step.done])).toEqual([['shop', false], ['invite', false], ['factor', false], ['key', false]]);
  const viewer = only('identity.person.write', 'notices.notice.write');
  expect(stepsOf({ ...known, invitations: undefined, keys: undefined }, viewer)?.map((step) => step.name)).toEqual(['factor', 'notices']);
});

test('a step is done when somebody is there or invited, a factor confirmed, a key made', () => {
  const open = [{ id: 'a' }] as Invitation[];
  expect(stepsOf({ shops: 1, people: 1, invitations: open, factors: 1, keys: true, chosen: false }, all)?.every((step) => step.done)).toBe(true);
  expect(stepsOf({ ...known, people: 3 }, all)?.[1]?.done).toBe(true);
});

test('nothing is said about steps before it is known which are done', () => {
  expect(stepsOf({ ...known, factors: undefined }, all)).toBeNull();
  // What this person may not do is not waited for.
  expect(stepsOf({ ...known, keys: undefined }, only('identity.person.write'))).not.toBeNull();
});

test('what needs somebody comes most urgent first, and nothing at all is an empty list', () => {
  const needs = needsOf({
    ...nothing,
    stopped: [job('failed', { sentence: 'No answer.' }), job('unknown')],
    checks: [check('disk', true), check('backup', false)],
    notices: { unread: 2, newest: { title: 'Mei joined' } as Notice },
    invitations: [
      { email: 'late@example.com', expires_at: '2026-12-09T00:00:00Z' },
      { email: 'soon@example.com', expires_at: '2026-12-02T00:00:00Z' },
    ] as Invitation[],
  });
  expect(needs.map((need) => need.title)).toEqual([
    'The outcome of 1 job is unknown',
    '1 job failed',
    'backup is slow.',
    '2 unread notices',
    '2 invitations are open',
  ]);
  expect(needs[1]?.more).toBe('Send a mail: No answer.');
  expect(needs[4]?.more).toBe('soon@example.com can accept until 2026-12-02');
  expect(needsOf(nothing)).toEqual([]);
});

test('a shop whose key lapsed is told before what only failed, and one that is well is not told', () => {
  const needs = needsOf({ ...nothing, shops: [shop('Lamps', 'lapsed'), shop('Tea', 'active'), shop('Old', 'disconnected')], stopped: [job('failed')] });
  expect(needs.map((need) => [need.title, need.to])).toEqual([
    ['Lamps needs to be connected again', '/connections/Lamps/again'],
    ['1 job failed', '/jobs?state=failed'],
  ]);
});

test('changes that need somebody stand by what is most urgent about them', () => {
  const needs = needsOf({ ...nothing, changes: { proposed: 3, held: 1, unknown: 2, proven: 40 }, stopped: [job('failed')] });
  expect(needs.map((need) => [need.title, need.to])).toEqual([
    ['The outcome of 2 changes is unknown', '/changes?state=unknown'],
    ['The guard holds 1 change', '/changes?state=held'],
    ['1 job failed', '/jobs?state=failed'],
    ['3 changes wait for approval', '/changes?state=proposed'],
  ]);
});

test('a machine without a worker is in trouble, one that has said nothing yet is not', () => {
  expect(troubles([check('disk', true)], ['web', 'worker'])).toBe(0);
  expect(troubles([check('disk', true)], ['web'])).toBe(1);
  expect(troubles([check('disk', false)], ['web'])).toBe(2);
  expect(troubles([check('disk', true)], [])).toBe(0);
});

test('what the house does by itself is left out, what people do is told', () => {
  const events = [
    event('mirror.product.changed', 'system', { routine: true }),
    event('engine.mail.written', 'person', { routine: true }),
    event('mirror.pull.failed', 'system'),
    event('jobs.job.stopped', 'system'),
    event('jobs.job.retried', 'person'),
    event('identity.member.joined', 'system'),
    event('notices.endpoint.made', 'person'),
  ];
  expect(worthTelling(events, 8).map((one) => one.name)).toEqual(['mirror.pull.failed', 'jobs.job.retried', 'identity.member.joined', 'notices.endpoint.made']);
  expect(worthTelling(events, 1)).toHaveLength(1);
});

test('the name of a colleague stands where it is sealed; other sealed fields stay so', () => {
  const names = new Map([['p1', 'Mei Tan']]);
  const joined = event('identity.member.joined', 'system', {
    sentence: 'sealed joined as viewer', personal: 'sealed', person_id: 'p1', subject: { kind: 'identity.member', id: 'm', version: 1 },
  });
  expect(told(joined, names)).toEqual([{ words: 'Mei Tan', sealed: false }, { words: ' joined as viewer', sealed: false }]);
  expect(told(joined, new Map())[0]).toEqual({ words: '', sealed: true });
  const invited = event('identity.invitation.made', 'person', {
    sentence: 'Ayu invited sealed as analyst', personal: 'sealed', person_id: 'p1', subject: { kind: 'identity.invitation', id: 'i', version: 1 },
  });
  expect(told(invited, names).map((part) => part.sealed)).toEqual([false, true, false]);
  expect(told({ ...invited, personal: 'none', sentence: 'The letter was sealed' }, names)).toEqual([{ words: 'The letter was sealed', sealed: false }]);
});
