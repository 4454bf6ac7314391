import { expect, test } from 'vitest';
import type { Total } from './earningsApi.ts';
import { daysOf, drawn, monthOf, moved } from './earningsModel.ts';

const total = (since: string, currency: string, client: number): Total => ({ since, currency, client_minor: client, platform_minor: 2 * client, paid_minor: 3 * client, back_minor: 0, entries: 1, account_id: null });
const NOW = new Date('2026-11-03T12:00:00Z');

test('the address names the month; what is no month is that of now', () => {
  expect(monthOf('2026-02', NOW)).toBe('2026-02');
  for (const word of ['', '2026-13', '1999-01', 'soon']) expect(monthOf(word, NOW)).toBe('2026-11');
});

test('months follow each other over the year, each with all its days', () => {
  expect([moved('2026-12', 1), moved('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  expect(daysOf('2028-02')).toEqual({ since: '2028-02-01', until: '2028-02-29' });
  expect(daysOf('2026-12')).toEqual({ since: '2026-12-01', until: '2026-12-31' });
});

test('a day without earnings is drawn as nothing, one to come is not drawn, and other money is left out', () => {
  const shown = drawn([total('2026-11-02', 'EUR', 150), total('2026-11-02', 'SGD', 900)], 'EUR', daysOf('2026-11'), NOW);
  expect(shown).toEqual({ points: ['1', '2', '3'], client: [0, 1.5, 0], platform: [0, 3, 0] });
});
