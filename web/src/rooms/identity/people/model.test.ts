import { expect, test } from 'vitest';
import type { RoleRights } from './api.ts';
import { givable, isWanted, maySetLimits, readLimits, table } from './model.ts';

test('nobody gives or takes a role above the own', () => {
  expect(givable('owner', 'viewer')).toEqual(['owner', 'admin', 'manager', 'analyst', 'support', 'viewer']);
  expect(givable('admin', 'viewer')).toEqual(['admin', 'manager', 'analyst', 'support', 'viewer']);
  expect(givable('admin', 'owner')).toEqual([]);
  expect(givable('manager', 'viewer')).toEqual([]);
  expect(givable(null, 'viewer')).toEqual([]);
});

test('limits of the own role are set by owners alone', () => {
  expect(maySetLimits('owner', 'owner')).toBe(true);
  expect(maySetLimits('admin', 'admin')).toBe(false);
  expect(maySetLimits('admin', 'manager')).toBe(true);
  expect(maySetLimits('manager', 'viewer')).toBe(false);
});

test('the table has each permission once, by room, with those who hold it in order of rank', () => {
  const roles = [
    { role: 'viewer', permissions: [{ name: 'jobs.job.read', sentence: 'See jobs.' }] },
    { role: 'owner', permissions: [{ name: 'jobs.job.read', sentence: 'See jobs.' }, { name: 'audit.event.read', sentence: 'Read.' }] },
  ] as RoleRights[];
  expect(table(roles)).toEqual([
    { room: 'audit', permissions: [{ name: 'audit.event.read', sentence: 'Read.', held: ['owner'] }] },
    { room: 'jobs', permissions: [{ name: 'jobs.job.read', sentence: 'See jobs.', held: ['owner', 'viewer'] }] },
  ]);
});

test('empty limits are none, and the currency goes with the amount', () => {
  expect(readLimits({ amount: '', currency: 'IDR', items: ' ' }, '.')).toEqual({ amount_minor: null, currency: null, items_max: null });
});

test('amounts are read in the marks of the person', () => {
  expect(readLimits({ amount: '50,000.50', currency: 'SGD', items: '1,000' }, '.')).toEqual({ amount_minor: 5_000_050, currency: 'SGD', items_max: 1_000 });
  expect(readLimits({ amount: '50.000,50', currency: 'SGD', items: '1.000' }, ',')).toEqual({ amount_minor: 5_000_050, currency: 'SGD', items_max: 1_000 });
});

test('what is no amount, or no count, is told at its field', () => {
  expect(readLimits({ amount: 'much', currency: 'SGD', items: 'all' }, '.')).toEqual({ amount: 'amount', items: 'items' });
  expect(readLimits({ amount: '5', currency: '', items: '' }, '.')).toEqual({ currency: 'currency' });
  expect(readLimits({ amount: '1.234', currency: 'SGD', items: '' }, '.')).toEqual({ amount: 'amount' });
  expect(readLimits({ amount: '', currency: '', items: '1000001' }, '.')).toEqual({ items: 'items' });
  expect(isWanted(readLimits({ amount: '', currency: '', items: '-1' }, '.'))).toBe(false);
});
