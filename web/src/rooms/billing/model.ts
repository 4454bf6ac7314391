// How much of a plan is used, and which plan comes next.
import type { Offer, Used } from './api.ts';

export type Fill = { share: number; tone: 'accent' | 'warn' };

const NEARLY = 0.8;

/** How full the bar is; null where there is nothing to fill. */
export function fillOf({ kind, allowed, used }: Pick<Used, 'kind' | 'allowed' | 'used'>): Fill | null {
  if (kind !== 'number' || allowed === null) return null;
  const share = allowed === 0 ? Number(used > 0) : used / allowed;
  return { share: Math.min(1, share), tone: share >= NEARLY ? 'warn' : 'accent' };
}

/** The plan one larger; undefined at the largest, or for a plan that is no longer offered. */
export function nextOf(offers: readonly Offer[], plan: string): Offer | undefined {
  const at = offers.findIndex((offer) => offer.plan === plan);
  return at === -1 ? undefined : offers[at + 1];
}

/** The operator's command; an id has no sign that a shell would read. */
export function command(workspace: string, plan: string): string {
  return `hanse plan set ${workspace} ${plan}`;
}
