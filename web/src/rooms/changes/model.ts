// What the screens of changes decide. Pure.
import { CHANGE_STATES, type ChangeState, type Counts, type Finding, sumOf, UNDER_WAY, WAITING } from '../../lib/changes.ts';
import { about, span } from '../../lib/time.ts';
import type { Tally } from '../../ui/change/Decision.tsx';
import type { WayStep } from '../../ui/change/Way.tsx';
import type { Change, Passing, Share } from './api.ts';

/** Words of a mistyped link are left out, so it still opens. */
export function knownStates(words: readonly string[]): ChangeState[] {
  return CHANGE_STATES.filter((state) => words.includes(state));
}

const OF_A_SET: readonly ChangeState[] = ['held', 'contested', 'unknown', 'sending', 'approved', 'proposed', 'refused', 'proven', 'rehearsed', 'undone', 'superseded', 'expired', 'cancelled'];

/** The state that says most about the whole set. */
export function stateOf(counts: Counts): ChangeState {
  return OF_A_SET.find((state) => (counts[state] ?? 0) > 0) ?? 'cancelled';
}

export type Awaited = 'release' | 'decision' | 'approval' | 'time' | 'answer' | 'reading' | 'nothing';

/** What a set waits for, the most urgent of it. */
export function awaits(counts: Counts, notBefore: string | null, now: number): Awaited {
  const state = stateOf(counts);
  if (state === 'held') return 'release';
  if (state === 'contested') return 'decision';
  if (state === 'unknown') return 'reading';
  if (state === 'sending') return 'answer';
  if (state === 'approved') return notBefore !== null && Date.parse(notBefore) > now ? 'time' : 'answer';
  return state === 'proposed' ? 'approval' : 'nothing';
}

export function wayOf(counts: Counts): WayStep {
  if (sumOf(counts, WAITING) > 0) return 'approval';
  if (sumOf(counts, UNDER_WAY) > 0) return 'sending';
  if (sumOf(counts, ['proven', 'undone']) > 0) return 'proven';
  // It ended before that, and nothing of it is called proven.
  if ((counts.refused ?? 0) > 0) return 'sending';
  return (counts.rehearsed ?? 0) > 0 ? 'approval' : 'proposed';
}

/** What the whole is counted by: by proof, unless nothing of it comes to that. */
export function countedBy(counts: Counts): ChangeState {
  return isMoving(counts) || (counts.proven ?? 0) > 0 ? 'proven' : stateOf(counts);
}

export const isMoving = (counts: Counts): boolean => sumOf(counts, UNDER_WAY) > 0;

/** What of it goes out: what waits, without what is held, is refused by a check, or goes to a shop that rehearses. */
export function tallyOf(counts: Counts, shares: readonly Share[], isDry: (accountId: string) => boolean): Tally {
  const waits = (counts.proposed ?? 0) + (counts.approved ?? 0);
  const all = shares.reduce((sum, share) => sum + share.count, 0);
  const atDry = shares.filter((share) => isDry(share.account_id)).reduce((sum, share) => sum + share.count, 0);
  // Where only some of the set waits it is not told which of it is where; all or none of it is.
  const dry = atDry === 0 ? 0 : atDry === all ? waits : Math.min(atDry, waits);
  return { ready: waits - dry, held: counts.held ?? 0, refused: counts.refused ?? 0, dry };
}

export type Cost = { calls: number; seconds: number };

/** Shops are written to side by side, so the slowest of them says how long it takes. */
export function costOf(shares: readonly Share[]): Cost {
  const byShop = new Map<string, number>();
  for (const { account_id: id, seconds } of shares) byShop.set(id, (byShop.get(id) ?? 0) + seconds);
  return { calls: shares.reduce((sum, share) => sum + share.calls, 0), seconds: Math.max(0, ...byShop.values()) };
}

/** Exact where it is short, round where nobody believes in seconds. */
export const inWords = (seconds: number): string => (seconds < 55 ? span(Math.ceil(seconds)) : about(seconds));

export type Trip = { finding: Finding; count: number; change: Pick<Change, 'id' | 'title'> };

/** Why the guard holds, each reason once with how many it is about. */
export function tripsOf(held: readonly Change[]): Trip[] {
  const found = new Map<string, Trip>();
  for (const change of held) {
    if (!change.finding) continue;
    const before = found.get(change.finding.code);
    found.set(change.finding.code, before ? { ...before, count: before.count + 1 } : { finding: change.finding, count: 1, change });
  }
  return [...found.values()];
}

/** Before anything was sent it can be edited and withdrawn. */
export const isWaiting = (state: ChangeState): boolean => state === 'proposed' || state === 'approved' || state === 'held';

/** Of these rows, those that may go this way; the others are counted. */
export function picked(rows: readonly Change[], ids: readonly string[], may: (state: ChangeState) => boolean): { ids: string[]; left: number } {
  const known = rows.filter((row) => ids.includes(row.id));
  const good = known.filter((row) => may(row.state)).map((row) => row.id);
  return { ids: good, left: known.length - good.length };
}

/** A day and a time as typed, as an instant where the person is; null if they are none. */
export function instantOf(day: string, time: string, at: (day: string, minutes: number) => Date | null): Date | null {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(time.trim());
  return found ? at(day, Number(found[1]) * 60 + Number(found[2])) : null;
}

export type Preset = 'tonight' | 'tomorrow' | 'monday';
const DAYS_MAX = 9;
const NIGHT = '02:00';
const MORNING = '09:00';

/** When shops are quiet next, when people are at work tomorrow, and when the week begins. */
export function presetsOf(now: Date, dayOf: (at: Date, later?: number) => string, at: (day: string, minutes: number) => Date | null): { name: Preset; day: string; time: string }[] {
  const days = Array.from({ length: DAYS_MAX }, (_, later) => dayOf(now, later));
  const tonight = days.find((day) => (instantOf(day, NIGHT, at)?.getTime() ?? 0) > now.getTime());
  const monday = days.slice(2).find((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1);
  return [
    ...(tonight ? [{ name: 'tonight', day: tonight, time: NIGHT } as const] : []),
    { name: 'tomorrow', day: days[1] ?? '', time: MORNING },
    ...(monday ? [{ name: 'monday', day: monday, time: MORNING } as const] : []),
  ];
}

/** Nothing of it has left, and something still waits: its time can be chosen. */
export const canBeTimed = (counts: Counts): boolean => sumOf(counts, NOT_SENT) > 0 && sumOf(counts, [...NOT_SENT, 'superseded', 'cancelled', 'expired']) === sumOf(counts);

const NOT_SENT: readonly ChangeState[] = ['proposed', 'approved', 'held'];

export type Passed = { now: Passing['now']; after: Passing['after']; fields: string[] };

/** Fields that go from the same owner to the same owner are told together. */
export function passedOf(owners: readonly Passing[]): Passed[] {
  const found = new Map<string, Passed>();
  for (const { field, now, after } of owners) {
    const key = `${now} ${after}`;
    const before = found.get(key);
    if (before) before.fields.push(field);
    else found.set(key, { now, after, fields: [field] });
  }
  return [...found.values()];
}

const SEVERITIES = ['error', 'warning', 'hint'];

/** What is most worth reading of a change: why it stands where it does, else the worst that a check found. */
export function worstOf({ finding, findings }: Pick<Change, 'finding' | 'findings'>): Finding | null {
  return finding ?? findings.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))[0] ?? null;
}
