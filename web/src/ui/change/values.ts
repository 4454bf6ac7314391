// What can stand in a field, told apart. Pure.
import { wordsOfHtml } from '../../lib/html.ts';
import type { Amount } from '../../lib/money.ts';
import { text } from './fieldText.ts';

export function isMoney(value: unknown): value is Amount {
  return typeof value === 'object' && value !== null && 'currency' in value && 'minor' in value;
}

export function fieldName(field: string): string {
  const known = text.fields[field];
  if (known !== undefined) return known;
  const plain = field.replaceAll('_', ' ');
  return plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
}

/** By how much a price moves, as a share of what it was; null where that says nothing. */
export function stepOf(before: unknown, after: unknown): number | null {
  if (!isMoney(before) || !isMoney(after) || before.currency !== after.currency || before.minor === 0) return null;
  return (after.minor - before.minor) / before.minor;
}

/** Both texts as they are to be compared: a text with marks by its words, unless only marks change. */
export function compared(field: string, before: string, after: string): { before: string; after: string; marksOnly: boolean } {
  if (!field.endsWith('_html')) return { before, after, marksOnly: false };
  const [old, now] = [wordsOfHtml(before), wordsOfHtml(after)];
  return old === now ? { before, after, marksOnly: true } : { before: old, after: now, marksOnly: false };
}

export type ListDiff = { stayed: readonly string[]; added: readonly string[]; removed: readonly string[] };

export function listDiff(before: unknown, after: unknown): ListDiff {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  return { stayed: now.filter((one) => old.includes(one)), added: now.filter((one) => !old.includes(one)), removed: old.filter((one) => !now.includes(one)) };
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) : [];
}
