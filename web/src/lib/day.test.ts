import { afterEach, expect, test } from 'vitest';
import { dayOf, dayStart, dayTime } from './day.ts';
import { setZone } from './zone.ts';

afterEach(() => setZone(undefined));

test('a day begins at midnight where the person is', () => {
  setZone('Asia/Jakarta');
  expect(dayStart('2026-11-20')?.toISOString()).toBe('2026-11-19T17:00:00.000Z');
  expect(dayStart('2026-11-20', 1)?.toISOString()).toBe('2026-11-20T17:00:00.000Z');
});

test('where clocks change that night, the day begins by the clock that shows midnight', () => {
  setZone('Europe/Berlin');
  expect(dayStart('2026-03-29')?.toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(dayStart('2026-03-30')?.toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(dayStart('2026-10-26')?.toISOString()).toBe('2026-10-25T23:00:00.000Z');
});

test('a time is that of the clock there, also on the day on which it changes', () => {
  setZone('Asia/Jakarta');
  expect(dayTime('2026-11-20', 120)?.toISOString()).toBe('2026-11-19T19:00:00.000Z');
  setZone('Europe/Berlin');
  expect(dayTime('2026-03-29', 9 * 60)?.toISOString()).toBe('2026-03-29T07:00:00.000Z');
  expect(dayTime('2026-10-25', 9 * 60)?.toISOString()).toBe('2026-10-25T08:00:00.000Z');
  expect(dayTime('2026-02-30', 0)).toBeNull();
});

test('what is no day of the calendar is none', () => {
  for (const word of ['', 'yesterday', '2026-02-30', '2026-13-01', '20261120', '2026-11-20T10:00']) {
    expect(dayStart(word)).toBeNull();
  }
});

test('the day of an instant is that of the person', () => {
  setZone('Asia/Jakarta');
  expect(dayOf(new Date('2026-11-19T18:00:00Z'))).toBe('2026-11-20');
});
