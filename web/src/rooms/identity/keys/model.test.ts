import { afterEach, expect, test } from 'vitest';
import { setZone } from '../../../lib/zone.ts';
import type { Role } from './api.ts';
import { chosenBy, endOf, endsSoon, example, grouped, inForce, isGoodDay, type Scope } from './model.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const SCOPES: readonly Scope[] = ['jobs.job.read', 'jobs.job.write'].map((name) => ({ name, sentence: '' }));

afterEach(() => setZone(undefined));

test('scopes are those that the person holds, by room and with their sentences', () => {
  const roles = [{ role: 'owner', permissions: [{ name: 'jobs.job.read', sentence: 'See the jobs.' }, { name: 'jobs.queue.write', sentence: 'x' }] }] as Role[];
  expect(grouped(roles, new Set(['jobs.job.read', 'audit.event.read']))).toEqual([
    { room: 'audit', scopes: [{ name: 'audit.event.read', sentence: '' }] },
    { room: 'jobs', scopes: [{ name: 'jobs.job.read', sentence: 'See the jobs.' }] },
  ]);
});

test('a shortcut touches its room and no other', () => {
  expect(chosenBy('all', SCOPES, ['audit.event.read'])).toEqual(['audit.event.read', 'jobs.job.read', 'jobs.job.write']);
  expect(chosenBy('read', SCOPES, ['audit.event.read', 'jobs.job.write'])).toEqual(['audit.event.read', 'jobs.job.read']);
  expect(chosenBy('none', SCOPES, ['audit.event.read', 'jobs.job.write'])).toEqual(['audit.event.read']);
});

test('the shortcut that is in force is shown, and none for a choice of one’s own', () => {
  expect(inForce(SCOPES, new Set())).toBe('none');
  expect(inForce(SCOPES, new Set(['jobs.job.read']))).toBe('read');
  expect(inForce(SCOPES, new Set(['jobs.job.read', 'jobs.job.write']))).toBe('all');
  expect(inForce(SCOPES, new Set(['jobs.job.write']))).toBeNull();
});

test('a key ends after its span, or when its last day is over', () => {
  setZone('Asia/Jakarta');
  expect(endOf('never', '', NOW)).toBeNull();
  expect(endOf('month', '', NOW)?.toISOString()).toBe('2026-12-20T10:00:00.000Z');
  expect(endOf('day', '2026-11-30', NOW)?.toISOString()).toBe('2026-11-30T17:00:00.000Z');
});

test('a last day is today at the earliest and within ten years', () => {
  setZone('UTC');
  expect(isGoodDay('2026-11-19', NOW)).toBe(false);
  expect(isGoodDay('2026-11-20', NOW)).toBe(true);
  expect(isGoodDay('2036-11-25', NOW)).toBe(false);
  expect(isGoodDay('', NOW)).toBe(false);
});

test('a key that works and ends within a week needs somebody', () => {
  expect(endsSoon('2026-11-22T00:00:00Z', 'active', NOW)).toBe(true);
  expect(endsSoon('2026-11-22T00:00:00Z', 'revoked', NOW)).toBe(false);
  expect(endsSoon('2027-01-01T00:00:00Z', 'active', NOW)).toBe(false);
  expect(endsSoon(null, 'active', NOW)).toBe(false);
});

test('the example asks something that the key may', () => {
  expect(example('https://hub.example.com', ['jobs.job.read'], 'hak_x')).toBe(
    "curl 'https://hub.example.com/api/jobs?limit=5' \\\n  -H 'Authorization: Bearer hak_x'",
  );
});
