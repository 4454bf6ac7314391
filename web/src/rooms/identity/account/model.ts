// What the pages of the account decide. Pure.
import type { Factor, Session } from './api.ts';

/** A secret in groups, as people type it. */
export function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** All zones that the browser knows, and the one that is set even if it is none of them. */
export function zones(set: string, known: readonly string[] = Intl.supportedValuesOf('timeZone')): string[] {
  return [...new Set([...known, 'UTC', set])].filter(Boolean).toSorted();
}

/** This one first, then by when each was seen. */
export function inOrder(sessions: readonly Session[]): Session[] {
  return sessions.toSorted((one, other) => Number(other.this_one) - Number(one.this_one) || other.seen_at.localeCompare(one.seen_at));
}

/** Whether nothing but the password is left once this one is gone. */
export function isLast(factor: Factor, all: readonly Factor[]): boolean {
  return factor.confirmed_at !== null && !all.some((one) => one.id !== factor.id && one.confirmed_at !== null);
}

/** The ways to prove who one is, in the order of how little they cost; those that cannot work left out. */
export function offered(ways: readonly string[], knowsPasskeys: boolean): string[] {
  const order = ['passkey', 'totp', 'password', 'recovery'];
  return order.filter((way) => ways.includes(way) && (way !== 'passkey' || knowsPasskeys));
}

/** A value of the log in words. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
