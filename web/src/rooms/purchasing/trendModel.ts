// What stands behind the drawing and the sentences of market trends.
import { money } from '../../lib/money.ts';
import { number, percent } from '../../lib/number.ts';
import type { Trend, TrendPart } from './shapes.ts';
import { text } from './trendText.ts';

const DAY_MS = 86_400_000;
const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 2;
const ADDRESS = /^https:\/\//;

export type Line = { what: 'sold' | 'rank'; points: readonly string[]; first: number; last: number; days: number };

/** The line of what was sold; of its place in the list, turned round, where the platform rounds. */
export function lineOf({ course }: Pick<Trend, 'course'>): Line | null {
  const told = course.filter(({ sold, at_least: rounded }) => sold !== null && !rounded);
  const what = told.length > 1 ? 'sold' : 'rank';
  const rows = (what === 'sold' ? told : course).map((day) => ({ at: Date.parse(day.day), value: what === 'sold' ? (day.sold ?? 0) : day.rank }));
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last || rows.length < 2) return null;
  const values = rows.map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = last.at - first.at;
  const points = rows.map(({ at, value }) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    const up = what === 'sold' ? share : 1 - share;
    return `${round(EDGE + ((at - first.at) / span) * (WIDTH - 2 * EDGE))},${round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE))}`;
  });
  return { what, points, first: first.value, last: last.value, days: Math.round(span / DAY_MS) };
}

const round = (value: number) => Math.round(value * 10) / 10;

export const SIZE = { width: WIDTH, height: HEIGHT };

export function lineWords({ what, first, last, days }: Line): string {
  return text.lines[what](number(first), number(last), number(days));
}

/** How often it was sold, as far as the platform tells. */
export function soldWords({ sold, at_least: rounded }: Pick<Trend, 'sold' | 'at_least'>): string {
  return sold === null ? text.notTold : rounded ? `${number(sold)}+` : number(sold);
}

/** A step of the arithmetic: what was counted, and what came of it. */
export function partWords(part: TrendPart, currency: string): string {
  const { now, before } = part;
  const words = (value: number | null) => {
    if (value === null) return text.notKnown;
    return part.part === 'cheaper' ? money({ minor: Math.round(value), currency }) : number(value, part.part === 'rank' || part.part === 'fresh' ? 0 : 1);
  };
  if (part.part === 'fresh' && now === null) return text.partWords.notFresh;
  return text.partWords[part.part](words(now), words(before));
}

export function pointsWords({ points, points_max: most, share }: TrendPart): string {
  return text.partPoints(percent(share), number(Number(most)), number(Number(points), 1));
}

/** What a browser may open; everything else is no address. */
export function addressOf({ url }: Pick<Trend, 'url'>): string | null {
  return url && ADDRESS.test(url) ? url : null;
}
