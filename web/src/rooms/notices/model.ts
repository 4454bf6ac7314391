// What the pages of notices decide. Pure.
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Channel, Choices, Grid, Kind, Notice } from './api.ts';

/** Notices of one day, newest first. */
export type Day = { at: string; notices: readonly Notice[] };

/** `dayOf` says which day of the person's calendar an instant is. */
export function byDay(notices: readonly Notice[], dayOf: (at: Date) => string): Day[] {
  const days = new Map<string, Notice[]>();
  for (const notice of notices) {
    const day = dayOf(new Date(notice.made_at));
    days.set(day, [...(days.get(day) ?? []), notice]);
  }
  return [...days.values()].map((all) => ({ at: all[0]?.made_at ?? '', notices: all }));
}

const FAILED = /\.(failed|disabled|reused)$/;

/** Shape and colour of what happened. */
export function signOf({ kind, urgent }: Pick<Notice, 'kind' | 'urgent'>): readonly [ShapeName, Colour] {
  if (FAILED.test(kind)) return ['octagon', 'bad'];
  if (urgent) return ['warn', 'warn'];
  return ['ringDot', 'ink2'];
}

/** What is chosen, by kind. */
export type Picked = Readonly<Record<string, readonly string[]>>;

export function pickedOf(grid: Pick<Grid, 'kinds'>): Picked {
  return Object.fromEntries(grid.kinds.map((kind) => [kind.kind, kind.channels]));
}

/** The same as words, `jobs.job.failed email`, which a form can hold; in the order of the grid. */
export function pairsOf(grid: Pick<Grid, 'kinds'>): readonly string[] {
  return sorted(grid.kinds.flatMap((kind) => kind.channels.map((channel) => `${kind.kind} ${channel}`)));
}

export function usualPairs(grid: Pick<Grid, 'kinds'>): readonly string[] {
  return sorted(grid.kinds.flatMap((kind) => kind.usual.map((channel) => `${kind.kind} ${channel}`)));
}

export function toggledPair(pairs: readonly string[], kind: string, channel: Channel): readonly string[] {
  const pair = `${kind} ${channel}`;
  return sorted(pairs.includes(pair) ? pairs.filter((one) => one !== pair) : [...pairs, pair]);
}

export function picks(grid: Pick<Grid, 'kinds'>, pairs: readonly string[]): Picked {
  const channels = (kind: string) => pairs.flatMap((pair) => (pair.startsWith(`${kind} `) ? [pair.slice(kind.length + 1)] : []));
  return Object.fromEntries(grid.kinds.map(({ kind }) => [kind, channels(kind)]));
}

/** In one order, so that the same choice is the same value. */
function sorted(pairs: readonly string[]): readonly string[] {
  return pairs.toSorted();
}

/** What is to be other than usual: all else is told as usual, also when the usual changes. */
export function unusual(kinds: readonly Kind[], picked: Picked): Record<string, string[]> {
  const chosen = (kind: Kind) => picked[kind.kind] ?? kind.channels;
  const different = kinds.filter((kind) => !sameSet(chosen(kind), kind.usual));
  return Object.fromEntries(different.map((kind) => [kind.kind, [...chosen(kind)]]));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

export type Group = { name: string; kinds: readonly Kind[] };

/** Kinds by room, in the order in which the server lists them. */
export function groups(kinds: readonly Kind[]): Group[] {
  const names = [...new Set(kinds.map((kind) => kind.group))];
  return names.map((name) => ({ name, kinds: kinds.filter((kind) => kind.group === name) }));
}

export const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export type Hours = {
  quiet: boolean;
  quiet_from: string;
  quiet_until: string;
  /** Empty: the zone of the profile. */
  zone: string;
  digest: boolean;
  digest_at: string;
};

const USUAL = { from: '22:00', until: '07:00', digest: '08:00' };

export function hoursOf(grid: Grid): Hours {
  return {
    quiet: grid.quiet_from !== null,
    quiet_from: grid.quiet_from ?? USUAL.from,
    quiet_until: grid.quiet_until ?? USUAL.until,
    zone: grid.own_zone ? grid.zone : '',
    digest: grid.digest_at !== null,
    digest_at: grid.digest_at ?? USUAL.digest,
  };
}

/** What is sent: the whole of it, for the server keeps what differs from the usual. */
export function wanted(grid: Grid, picked: Picked, hours: Hours): Choices {
  return {
    choices: unusual(grid.kinds, picked),
    quiet_from: hours.quiet ? hours.quiet_from : null,
    quiet_until: hours.quiet ? hours.quiet_until : null,
    zone: hours.zone || null,
    digest_at: hours.digest ? hours.digest_at : null,
  };
}

/** How long the quiet lasts, in minutes; it may pass midnight. */
export function quietMinutes(from: string, until: string): number {
  return (minutes(until) - minutes(from) + 24 * 60) % (24 * 60);
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}
