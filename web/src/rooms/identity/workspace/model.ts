// Spans in the unit that people would say, and networks as they are written.
import type { ShapeName } from '../../../ui/Shape.tsx';
import type { Colour } from '../../../ui/states.ts';
import type { BusinessState } from './api.ts';

export const UNITS = { minutes: 1, hours: 60, days: 1_440 } as const;
export type Unit = keyof typeof UNITS;

/** Minutes as a count of the largest unit that divides them: 1440 is one day, 90 are 90 minutes. */
export function spoken(minutes: number): { count: number; unit: Unit } {
  const unit: Unit = minutes % UNITS.days === 0 ? 'days' : minutes % UNITS.hours === 0 ? 'hours' : 'minutes';
  return { count: minutes / UNITS[unit], unit };
}

/** Whole minutes; null if the count is no whole positive number. */
export function inMinutes(count: string, unit: Unit): number | null {
  return /^[1-9]\d{0,6}$/.test(count.trim()) ? Number(count.trim()) * UNITS[unit] : null;
}

// As the server has them.
export const IDLE = { min: 5, max: 129_600 } as const;
export const ABSOLUTE = { min: 15, max: 525_600 } as const;
export const NETWORKS_MAX = 100;

export type SpanTrouble = 'number' | 'short' | 'long' | 'order' | null;

export function troubleOf(minutes: number | null, bounds: { min: number; max: number }): SpanTrouble {
  if (minutes === null) return 'number';
  if (minutes < bounds.min) return 'short';
  return minutes > bounds.max ? 'long' : null;
}

/** What was typed or pasted as a list: by lines, commas or spaces, each once. */
export function readNetworks(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter(Boolean))];
}

/** Whether it looks like an address or a network; the server has the last word. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  if (more !== undefined || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return false;
  if (address.includes(':')) return isV6(address) && Number(bits ?? 0) <= 128;
  return isV4(address) && Number(bits ?? 0) <= 32;
}

function isV4(address: string): boolean {
  return bitsV4(address) !== null;
}

function isV6(address: string): boolean {
  return bitsV6(address) !== null;
}

function bitsV4(address: string): bigint | null {
  const parts = address.split('.');
  const right = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return right ? parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n) : null;
}

function bitsV6(address: string): bigint | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)));
  const count = head.length + tail.length;
  if (halves.length === 2 ? count > 7 : count !== 8) return null;
  const groups = [...head, ...Array.from({ length: 8 - count }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n);
}

/** One group, or the two that an address of four parts at the end stands for. */
function groupsOf(part: string): string[] {
  const bits = bitsV4(part);
  return bits === null ? [part] : [(bits >> 16n).toString(16), (bits & 0xffffn).toString(16)];
}

const MAPPED = 0xffffn << 32n; // an IPv4 address in the clothes of IPv6

/** Whether the address lies in one of the networks; without any, everybody does. */
export function covers(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true;
  const here = placed(address);
  return here !== null && networks.some((network) => {
    const there = placed(network.split('/')[0] ?? '');
    const size = there?.size ?? 0;
    const length = BigInt(size - Math.min(size, Number(network.split('/')[1] ?? size)));
    return there !== null && here.size === there.size && here.bits >> length === there.bits >> length;
  });
}

function placed(address: string): { bits: bigint; size: 32 | 128 } | null {
  const v4 = bitsV4(address);
  if (v4 !== null) return { bits: v4, size: 32 };
  const v6 = bitsV6(address.split('%')[0] ?? '');
  if (v6 === null) return null;
  return v6 >> 32n === MAPPED >> 32n ? { bits: v6 & 0xffff_ffffn, size: 32 } : { bits: v6, size: 128 };
}

export const BUSINESS_SIGNS: Record<BusinessState, readonly [ShapeName, Colour]> = {
  active: ['check', 'ok'],
  archived: ['square', 'ink3'],
  closing: ['clock', 'warn'],
};

export function isBusinessState(word: string): word is BusinessState {
  return Object.hasOwn(BUSINESS_SIGNS, word);
}
