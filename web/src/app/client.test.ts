import { expect, test } from 'vitest';
import { Refusal } from '../lib/problem.ts';
import { makeClient } from './App.tsx';

type Retry = { retry: (count: number, error: Error) => boolean; retryDelay: (count: number, error: Error) => number };

const refusal = (status: number, retryAfter_s: number | null = null) => new Refusal(status, 'No.', 'Wait.', { retryAfter_s });

test('who was too hasty asks again when it is time, and who was refused does not', () => {
  const { retry, retryDelay } = makeClient().getDefaultOptions().queries as unknown as Retry;
  expect([429, 503, 0, 404, 422].map((status) => retry(0, refusal(status)))).toEqual([true, true, true, false, false]);
  expect(retry(2, refusal(429))).toBe(false);
  expect([retryDelay(0, refusal(429, 4)), retryDelay(1, refusal(503)), retryDelay(0, refusal(429, 3_600))]).toEqual([4_000, 2_000, 10_000]);
});
