// What the pages of webhooks decide. Pure.
import { took } from '../../../lib/amount.ts';
import type { ShapeName } from '../../../ui/Shape.tsx';
import type { Colour } from '../../../ui/states.ts';
import type { Delivery, DeliveryState, Endpoint } from './api.ts';
import { text } from './text.ts';

const PING = 'notices.endpoint.pinged';

export const DELIVERY_SIGNS: Record<DeliveryState, readonly [ShapeName, Colour]> = {
  waiting: ['dashedRing', 'ink2'],
  delivered: ['check', 'ok'],
  failed: ['octagon', 'bad'],
  unknown: ['question', 'unknown'],
};

const STATES = Object.keys(DELIVERY_SIGNS) as DeliveryState[];

/** Only words that the server knows: an old link must not end in a refusal. */
export function knownStates(words: readonly string[]): DeliveryState[] {
  return STATES.filter((state) => words.includes(state));
}

export type Health = 'on' | 'failing' | 'off' | 'switchedOff';

export const HEALTH_SIGNS: Record<Health, readonly [ShapeName, Colour]> = {
  on: ['check', 'ok'],
  failing: ['warn', 'warn'],
  off: ['stop', 'ink3'],
  switchedOff: ['octagon', 'bad'],
};

/** Off by a person is not the same as off because nothing arrived for days. */
export function healthOf({ state, failing_since }: Pick<Endpoint, 'state' | 'failing_since'>): Health {
  if (state === 'paused') return 'off';
  if (state === 'disabled') return 'switchedOff';
  return failing_since === null ? 'on' : 'failing';
}

/** The last answer in a line: its status and how long it took, or that there was none; how often it was tried. */
export function answerOf({ status, tries, took_ms }: Pick<Delivery, 'status' | 'tries' | 'took_ms'>): string {
  if (tries === 0) return '';
  const answer = status === null ? [text.noAnswer] : [String(status), ...(took_ms === null ? [] : [took(took_ms / 1000)])];
  return [...answer, ...(tries > 1 ? [text.tries(tries)] : [])].join(', ');
}

export function isTest({ kind }: Pick<Delivery, 'kind'>): boolean {
  return kind === PING;
}

/** A body as people read it; what is no JSON stays as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** A sentence where the address cannot be called, or empty. */
export function addressWrong(address: string): string {
  const typed = address.trim();
  if (typed === '') return text.addressMissing;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return text.addressWrong;
  return url.username || url.password || url.hash ? text.addressSecret : '';
}
