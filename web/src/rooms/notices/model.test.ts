import { expect, test } from 'vitest';
import type { Grid, Kind, Notice } from './api.ts';
import { byDay, CLOCK, groups, hoursOf, pairsOf, pickedOf, picks, quietMinutes, signOf, toggledPair, usualPairs, wanted } from './model.ts';

const kind = (name: string, channels: Kind['channels'], usual: Kind['usual'] = channels): Kind => ({
  kind: name, group: name.split('.')[0] ?? '', title: name, channels, usual, always_mailed: false, urgent: false,
});
const grid: Grid = {
  channels: [],
  kinds: [kind('jobs.job.failed', ['in_app']), kind('identity.role.changed', ['email', 'in_app']), kind('jobs.job.late', ['in_app'], ['email'])],
  quiet_from: null,
  quiet_until: null,
  zone: 'Asia/Jakarta',
  own_zone: false,
  digest_at: null,
  version: 1,
};

const notice = (id: string, made_at: string) => ({ id, made_at }) as Notice;
const jakarta = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

test('notices stand by the day of the person, newest first', () => {
  const all = [notice('c', '2026-11-21T01:00:00Z'), notice('b', '2026-11-20T20:00:00Z'), notice('a', '2026-11-20T10:00:00Z')];
  expect(byDay(all, jakarta).map((day) => day.notices.map((one) => one.id))).toEqual([['c', 'b'], ['a']]);
  expect(byDay([], jakarta)).toEqual([]);
});

test('only what differs from the usual is sent, so the usual may change later', () => {
  const pairs = toggledPair(pairsOf(grid), 'jobs.job.failed', 'email');
  expect(wanted(grid, picks(grid, pairs), hoursOf(grid)).choices).toEqual({
    'jobs.job.failed': ['email', 'in_app'],
    'jobs.job.late': ['in_app'],
  });
  expect(wanted(grid, picks(grid, usualPairs(grid)), hoursOf(grid)).choices).toEqual({});
});

test('no way at all is a choice too', () => {
  const pairs = toggledPair(pairsOf(grid), 'jobs.job.failed', 'in_app');
  expect(wanted(grid, picks(grid, pairs), hoursOf(grid)).choices).toMatchObject({ 'jobs.job.failed': [] });
});

test('choosing and taking it back is no change', () => {
  const before = pairsOf(grid);
  expect(toggledPair(toggledPair(before, 'jobs.job.failed', 'email'), 'jobs.job.failed', 'email')).toEqual(before);
});

test('quiet hours that are off are not sent, and those that are on pass midnight', () => {
  expect(wanted(grid, pickedOf(grid), hoursOf(grid))).toMatchObject({ quiet_from: null, quiet_until: null, digest_at: null, zone: null });
  const hours = { ...hoursOf(grid), quiet: true, digest: true, zone: 'UTC' };
  expect(wanted(grid, pickedOf(grid), hours)).toMatchObject({ quiet_from: '22:00', quiet_until: '07:00', digest_at: '08:00', zone: 'UTC' });
  expect(quietMinutes('22:00', '07:00')).toBe(540);
  expect(quietMinutes('12:00', '13:30')).toBe(90);
  expect(hoursOf({ ...grid, own_zone: true }).zone).toBe('Asia/Jakarta');
});

test.each([['22:30', true], ['00:00', true], ['24:00', false], ['7:00', false], ['22:60', false], ['', false]])('%s is a time of day: %s', (clock, right) => {
  expect(CLOCK.test(clock)).toBe(right);
});

test('kinds stand by room, and what failed looks like it', () => {
  expect(groups(grid.kinds).map((group) => [group.name, group.kinds.length])).toEqual([['jobs', 2], ['identity', 1]]);
  expect(signOf({ kind: 'engine.backup.failed', urgent: true })).toEqual(['octagon', 'bad']);
  expect(signOf({ kind: 'identity.password.changed', urgent: true })).toEqual(['warn', 'warn']);
  expect(signOf({ kind: 'identity.member.joined', urgent: false })).toEqual(['ringDot', 'ink2']);
});
