import { expect, test } from 'vitest';
import { calledJob } from '../../lib/jobs.ts';
import type { Job, JobState } from './api.ts';
import { isBusy, knownName, knownStates, mayCancel, mayRetry, picked, share, took_s } from './model.ts';

const job = (id: string, state: JobState): Job => ({
  id, name: 'stock.push', key: '', ids: {}, state, priority: 0, asked_at: '2026-11-20T14:00:00Z', due_at: '2026-11-20T14:00:00Z',
  started_at: null, ended_at: null, tries: 1, message: '', done: null, total: null, fault: '', sentence: '', request_id: '',
});

test('states and names of a mistyped link are left out, so the link still opens', () => {
  expect(knownStates(['failed', 'broken', 'unknown', ''])).toEqual(['failed', 'unknown']);
  expect(knownName('stock.push')).toBe('stock.push');
  expect(knownName('stock')).toBe('stock');
  expect(knownName('Stock Push')).toBeUndefined();
  expect(knownName('')).toBeUndefined();
});

test.each([
  ['waiting', false, true],
  ['later', false, true],
  ['running', false, true],
  ['failed', true, false],
  ['unknown', true, false],
  ['parked', true, true],
  ['cancelled', true, false],
] as const)('a %s job: tried again %s, cancelled %s', (state, retry, cancel) => {
  expect(mayRetry({ state })).toBe(retry);
  expect(mayCancel({ state })).toBe(cancel);
});

test('many at once are only those that the verb fits; unknown ones are looked at one by one', () => {
  const jobs = [job('a', 'failed'), job('b', 'unknown'), job('c', 'running')];
  expect(picked(jobs, ['a', 'b', 'c'], mayRetry)).toEqual({ ids: ['a'], left: 2 });
  expect(picked(jobs, ['gone'], mayRetry)).toEqual({ ids: [], left: 1 });
});

test('progress is a share of things done, and never more than all', () => {
  expect(share({ done: 40, total: 100 })).toBe(0.4);
  expect(share({ done: null, total: 100 })).toBe(0);
  expect(share({ done: 120, total: 100 })).toBe(1);
  expect(share({ done: 0, total: 0 })).toBeNull();
  expect(share({ done: null, total: null })).toBeNull();
});

test('a clock that was set back makes no negative span', () => {
  expect(took_s({ started_at: '2026-11-20T14:00:10Z', ended_at: '2026-11-20T14:00:00Z' })).toBe(0);
  expect(took_s({ started_at: '2026-11-20T14:00:00Z', ended_at: '2026-11-20T14:00:02.500Z' })).toBe(2.5);
});

test('a job is called by what it says of itself, then by our word for it, then by its name', () => {
  expect(calledJob({ name: 'engine.send_mail', message: 'Mail to Mei' })).toBe('Mail to Mei');
  expect(calledJob({ name: 'engine.send_mail', message: '' })).toBe('Send a mail');
  expect(calledJob({ name: 'ads.run', message: '' })).toBe('ads.run');
  expect(isBusy([{ state: 'waiting' }])).toBe(false);
  expect(isBusy([{ state: 'waiting' }, { state: 'running' }])).toBe(true);
});
