import { expect, test } from 'vitest';
import { byHour, pays } from './looksModel.ts';
import { lookDay } from './sample.ts';

test('a day has all its hours, and what is done is not still ahead', () => {
  const hours = byHour(lookDay());
  expect(hours).toHaveLength(24);
  expect(hours[14]).toMatchObject({ done: 30, open: 10 });
  expect(hours[13]).toMatchObject({ done: 0, open: 0 });
});

test('more points pay only where less would be lost', () => {
  expect(pays(lookDay())).toBe(true);
  expect(pays(lookDay({ loss_more_minor: 9000 }))).toBe(false);
  expect(pays(lookDay({ loss_more_minor: null }))).toBe(false);
});
