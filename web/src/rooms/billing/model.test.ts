import { expect, test } from 'vitest';
import type { Offer } from './api.ts';
import { fillOf, nextOf } from './model.ts';

const OFFERS = ['free', 'pro', 'premium'].map((plan) => ({ plan, name: plan, features: [] })) as Offer[];

test('a bar is as full as the plan is used, and warns near its end', () => {
  expect(fillOf({ kind: 'number', allowed: 100, used: 37 })).toEqual({ share: 0.37, tone: 'accent' });
  expect(fillOf({ kind: 'number', allowed: 100, used: 80 })).toEqual({ share: 0.8, tone: 'warn' });
});

test('a plan that was made smaller shows a full bar, never more', () => {
  expect(fillOf({ kind: 'number', allowed: 10, used: 37 })).toEqual({ share: 1, tone: 'warn' });
  expect(fillOf({ kind: 'number', allowed: 0, used: 0 })).toEqual({ share: 0, tone: 'accent' });
  expect(fillOf({ kind: 'number', allowed: 0, used: 2 })).toEqual({ share: 1, tone: 'warn' });
});

test('what has no limit has no bar, nor has a switch', () => {
  expect(fillOf({ kind: 'number', allowed: null, used: 5 })).toBeNull();
  expect(fillOf({ kind: 'switch', allowed: null, used: 0 })).toBeNull();
});

test('the next plan is the one after; the largest has none', () => {
  expect(nextOf(OFFERS, 'free')?.plan).toBe('pro');
  expect(nextOf(OFFERS, 'premium')).toBeUndefined();
  expect(nextOf(OFFERS, 'gone')).toBeUndefined();
});
