// What the screen decides about scopes, ends and how a key is used.
import { dayStart } from '../../../lib/day.ts';
import type { StateName } from '../../../ui/State.tsx';
import type { KeyState, Role } from './api.ts';

export type Scope = { name: string; sentence: string };
export type ScopeGroup = { room: string; scopes: readonly Scope[] };
export type Shortcut = 'all' | 'read' | 'none';

export const STATES: Record<KeyState, StateName> = { active: 'active', expired: 'expired', revoked: 'revoked', orphaned: 'hidden' };

export const DAYS = { month: 30, quarter: 90, year: 365 } as const;
export type End = keyof typeof DAYS | 'day' | 'never';
export const ENDS: readonly End[] = ['month', 'quarter', 'year', 'day', 'never'];
const DAY_MS = 86_400_000;
/** The server takes no key that ends later. */
export const YEARS_MAX = 10;

/** Of all that there is, what this person holds and so may give to a key; by room. */
export function grouped(roles: readonly Role[], held: ReadonlySet<string>): readonly ScopeGroup[] {
  const sentences = new Map(roles.flatMap((role) => role.permissions.map((one) => [one.name, one.sentence])));
  const names = [...held].toSorted();
  return [...new Set(names.map(roomOf))].map((room) => ({
    room,
    scopes: names
      .filter((name) => roomOf(name) === room)
      .map((name) => ({ name, sentence: sentences.get(name) ?? '' })),
  }));
}

export function roomOf(scope: string): string {
  return scope.split('.')[0] ?? '';
}

export function isRead(scope: string): boolean {
  return scope.endsWith('.read');
}

/** Those chosen after a shortcut over some of the scopes; the others stay as they are. */
export function chosenBy(shortcut: Shortcut, over: readonly Scope[], chosen: readonly string[]): string[] {
  const touched = new Set(over.map((scope) => scope.name));
  const added = over.map((scope) => scope.name).filter((name) => shortcut === 'all' || (shortcut === 'read' && isRead(name)));
  return [...chosen.filter((name) => !touched.has(name)), ...added].toSorted();
}

/** Which shortcut is in force now, if one is. */
export function inForce(over: readonly Scope[], chosen: ReadonlySet<string>): Shortcut | null {
  const names = over.map((scope) => scope.name);
  const count = names.filter((name) => chosen.has(name)).length;
  if (count === 0) return 'none';
  if (count === names.length) return 'all';
  return names.every((name) => chosen.has(name) === isRead(name)) ? 'read' : null;
}

/** When the key ends: a preset counts from now, a day holds until it is over. Null: never. */
export function endOf(end: End, day: string, now: Date): Date | null {
  if (end === 'never') return null;
  if (end === 'day') return dayStart(day, 1);
  return new Date(now.getTime() + DAYS[end] * DAY_MS);
}

/** Whether a day can be the last one of a key. */
export function isGoodDay(day: string, now: Date): boolean {
  const over = dayStart(day, 1);
  if (!over || over <= now) return false;
  return over.getTime() <= now.getTime() + YEARS_MAX * 365.25 * DAY_MS;
}

const SOON_MS = 7 * DAY_MS;

/** Whether somebody should make the next key now. */
export function endsSoon(expiresAt: string | null, state: KeyState, now: Date): boolean {
  return state === 'active' && expiresAt !== null && new Date(expiresAt).getTime() - now.getTime() < SOON_MS;
}

/** A first question to ask with the key; `\` goes on in the next line, as in a terminal. */
export function example(origin: string, scopes: readonly string[], secret: string): string {
  const path = EXAMPLES.find(([scope]) => scopes.includes(scope))?.[1] ?? '/api/identity/members?limit=5';
  return [`curl '${origin}${path}'`, `  -H 'Authorization: Bearer ${secret}'`].join(' \\\n');
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['identity.member.read', '/api/identity/members?limit=5'],
  ['identity.business.read', '/api/identity/businesses?limit=5'],
  ['jobs.job.read', '/api/jobs?limit=5'],
  ['audit.event.read', '/api/events?limit=5'],
  ['billing.plan.read', '/api/billing/plan'],
  ['identity.workspace.read', '/api/identity/workspace'],
];
