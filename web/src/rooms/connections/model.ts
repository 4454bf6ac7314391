// What the screens of connected shops decide: how a shop is, what ends when, what keys fit. Pure.
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Account, AccountState, Family, Feed, Fields, Health, Hook, Look, Platform, SignIn, Subscription, WantedKey } from './api.ts';

const DAY_MS = 86_400_000;
const STATES: readonly AccountState[] = ['active', 'lapsed', 'disconnected'];

export function knownStates(words: readonly string[]): AccountState[] {
  return STATES.filter((state) => words.includes(state));
}

export type Warning = 'over' | 'day' | 'week' | 'fortnight' | null;
export type Clock = { account: Account; kind: 'consent' | 'token'; at: Date };

/** Everything that ends, the next end first. */
export function clocksOf(accounts: readonly Account[]): Clock[] {
  return accounts
    .flatMap((account) => (account.state === 'disconnected' ? [] : endsOf(account)))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function endsOf(account: Account): Clock[] {
  const { consent_expires_at: consent, token_expires_at: token } = account;
  return [
    ...(consent === null ? [] : [{ account, kind: 'consent' as const, at: new Date(consent) }]),
    ...(token === null ? [] : [{ account, kind: 'token' as const, at: new Date(token) }]),
  ];
}

/** How near the end is. A token is renewed ahead by itself, so only its end is worth a colour. */
export function warningOf({ kind, at }: Pick<Clock, 'kind' | 'at'>, now: Date): Warning {
  const days = (at.getTime() - now.getTime()) / DAY_MS;
  if (days <= 0) return 'over';
  if (kind === 'token') return null;
  return days <= 1 ? 'day' : days <= 7 ? 'week' : days <= 14 ? 'fortnight' : null;
}

export const WARNING_SIGNS: Readonly<Record<Exclude<Warning, null> | 'far', readonly [ShapeName, Colour]>> = {
  over: ['octagon', 'bad'],
  day: ['warn', 'bad'],
  week: ['warn', 'warn'],
  fortnight: ['clock', 'warn'],
  far: ['clock', 'ink3'],
};

/** Of the calls that are kept, those that went well; null where there is none. */
export function workedShare(outcomes: Health['outcomes']): number | null {
  const all = outcomes.reduce((sum, { calls }) => sum + calls, 0);
  const well = outcomes.reduce((sum, { outcome, calls }) => sum + (outcome === 'ok' ? calls : 0), 0);
  return all === 0 ? null : well / all;
}

/** Those that went well first, then what went wrong most. */
export function byOutcome(outcomes: Health['outcomes']): Health['outcomes'] {
  return outcomes.toSorted((one, other) => Number(other.outcome === 'ok') - Number(one.outcome === 'ok') || other.calls - one.calls);
}

/** How much of a limit is used; null where there is none that anybody knows. */
export function usedShare({ left, size }: { left: number | null; size: number | null }): number | null {
  return left === null || size === null || size <= 0 ? null : Math.min(1, Math.max(0, 1 - left / size));
}

export type Alone = { since: Date | null; nextAt: Date | null; trying: boolean; names: readonly string[]; partly: boolean };

/** Which families of calls are left alone since when, and when the first is tried again; null: none is. */
export function aloneOf(families: Health['families']): Alone | null {
  const shut = families.filter(({ breaker }) => breaker !== 'closed');
  if (shut.length === 0) return null;
  return {
    since: earliest(shut.map(({ since }) => since)),
    nextAt: earliest(shut.map(({ next_try_at: next }) => next)),
    trying: shut.some(({ breaker }) => breaker === 'probing'),
    names: shut.map(({ family }) => family),
    partly: shut.length < families.length,
  };
}

function earliest(instants: readonly (string | null)[]): Date | null {
  const [first] = instants.flatMap((instant) => (instant === null ? [] : [new Date(instant)])).toSorted((one, other) => one.getTime() - other.getTime());
  return first ?? null;
}

export function isPulling(feeds: readonly Pick<Feed, 'state'>[]): boolean {
  return feeds.some(({ state }) => state === 'pulling');
}

const QUIET: ReadonlySet<Feed['state']> = new Set(['current', 'stopped']);

/** A kind that a platform tells of within others, and only now and then by itself, has a line once it has told. */
export function worthALine({ state, rows, looked_at: looked, ended_at: ended }: Pick<Feed, 'state' | 'rows' | 'looked_at' | 'ended_at'>): boolean {
  return rows > 0 || looked !== null || ended !== null || !QUIET.has(state);
}

/** How much of everything has been read; null where nobody knows how much there is. */
export function pulledShare({ rows_done: done, rows_total: total }: Pick<Feed, 'rows_done' | 'rows_total'>): number | null {
  return total === null || total <= 0 ? null : Math.min(1, done / total);
}

/** Where what was read of a kind is listed. */
export function listOf({ kind, account_id: account }: Pick<Feed, 'kind' | 'account_id'>): string | null {
  const path = LISTS[kind];
  return path === undefined ? null : `${path}?account=${account}`;
}

const LISTS: Readonly<Partial<Record<Feed['kind'], string>>> = {
  products: '/mirror/products',
  orders: '/mirror/orders',
  buyers: '/mirror/customers',
  levels: '/mirror/stock',
};

/** The keys that a way of signing in asks for: where the shop hands its keys over, only what is no secret. */
export function keysFor(platform: Pick<Platform, 'keys'>, way: SignIn): readonly WantedKey[] {
  return way === 'key_flow' ? platform.keys.filter((key) => !key.hidden) : platform.keys;
}

export function isConsent(way: SignIn): boolean {
  return way !== 'typed_keys';
}

export type Wrong = 'missing' | 'pattern' | null;

/** What is wrong with a key as it was typed; the card's pattern is what the whole text must match. */
export function wrongKey(key: Pick<WantedKey, 'pattern' | 'needed'>, typed: string): Wrong {
  const text = typed.trim();
  if (text === '') return key.needed ? 'missing' : null;
  const pattern = whole(key.pattern);
  return pattern && !pattern.test(text) ? 'pattern' : null;
}

/** Null for a pattern of the server that this language does not know: the server asks again. */
function whole(pattern: string): RegExp | null {
  try {
    return pattern === '' ? null : new RegExp(`^(?:${pattern})$`);
  } catch {
    return null;
  }
}

/** What is sent of what was typed: tidied up, and without what was left empty. */
export function fieldsOf(keys: readonly Pick<WantedKey, 'name'>[], values: Readonly<Record<string, string>>): Fields {
  const filled = keys.map(({ name }) => [name, (values[name] ?? '').trim()] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(filled);
}

export function sameFields(one: Fields, other: Fields): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

export type Opened = 'nothing' | 'read' | 'both' | 'unknown' | 'unanswered';

/** What keys open. A shop that does not answer says nothing about them. */
export function opens({ may_read: read, may_write: write, findings }: Pick<Look, 'may_read' | 'may_write' | 'findings'>): Opened {
  if (read === false) return 'nothing';
  if (read === null && write === null) return isGood({ findings }) ? 'unknown' : 'unanswered';
  return write === true ? 'both' : write === false ? 'read' : 'unknown';
}

/** Whether what was found keeps the shop from being connected. */
export function isGood({ findings }: Pick<Look, 'findings'>): boolean {
  return findings.every((finding) => finding.severity !== 'error');
}

/** A language by its name; as the shop wrote it where nobody knows it. */
export function languageName(tag: string, within: string): string {
  try {
    return new Intl.DisplayNames([within], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The part of an address that tells calls apart: without the host, which is always the shop's. */
export function pathOf(url: string): string {
  const found = /^[a-z]+:\/\/[^/]+(\/.*)?$/i.exec(url);
  return found ? (found[1] ?? '/') : url;
}

/** Body and head of a side of the wire, with JSON over several lines where it is JSON. */
export function pretty(words: string): string {
  const at = words.search(/[[{]/);
  if (at < 0) return words;
  try {
    return words.slice(0, at) + JSON.stringify(JSON.parse(words.slice(at)), null, 2);
  } catch {
    return words;
  }
}

type Sign = readonly [ShapeName, Colour];

export const HOOK_SIGNS: Readonly<Record<Hook['state'], Sign>> = {
  waiting: ['dashedRing', 'ink2'],
  done: ['check', 'ink2'],
  failed: ['octagon', 'bad'],
  ignored: ['slashed', 'ink3'],
};
export const VERDICT_SIGNS: Readonly<Record<Hook['verdict'], Sign>> = {
  accepted: ['check', 'ink3'],
  duplicate: ['chevrons', 'ink3'],
  forged: ['octagon', 'bad'],
};
export const SWITCH_SIGNS: Readonly<Record<Subscription['switch'], Sign>> = {
  on: ['check', 'ok'],
  off: ['slashed', 'ink2'],
  thrown_off: ['warn', 'warn'],
  missing: ['dashedRing', 'warn'],
};
export const FEED_SIGNS: Readonly<Record<Feed['state'], Sign>> = {
  waiting: ['dashedRing', 'ink2'],
  pulling: ['arc', 'accent'],
  current: ['check', 'ok'],
  failed: ['octagon', 'bad'],
  stopped: ['stop', 'ink3'],
};
export const BREAKER_SIGNS: Readonly<Record<Family['breaker'], Sign>> = {
  closed: ['pulse', 'ok'],
  probing: ['arc', 'accent'],
  open: ['plug', 'bad'],
};
