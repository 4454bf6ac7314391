// What can stand in a field, told apart. Pure.
import { wordsOfHtml } from '../../lib/html.ts';
import { money, type Amount } from '../../lib/money.ts';
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

export function listDiff(field: string, before: unknown, after: unknown): ListDiff {
  const [old, now] = [wordsOf(field, before), wordsOf(field, after)];
  return { stayed: now.filter((one) => old.includes(one)), added: now.filter((one) => !old.includes(one)), removed: old.filter((one) => !now.includes(one)) };
}

/** A list as a merchant reads it, a line for each. */
export function wordsOf(field: string, value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return field === 'category' ? [String(value[1])] : value.map((one) => lineOf(field, one));
}

// These are named by an id and a name; of the others the name is what is chosen, such as Size: S.
const BY_ID = new Set(['categories', 'tag_terms']);

function lineOf(field: string, one: unknown): string {
  if (!Array.isArray(one)) return wordsOfOne(one);
  const [head, tail] = one as unknown[];
  if (BY_ID.has(field)) return String(tail);
  const said = Array.isArray(head) ? head.join(' / ') : wordsOfOne(head);
  return `${said}: ${Array.isArray(tail) ? tail.flatMap(partOf).join(', ') : wordsOfOne(tail)}`;
}

function partOf(part: unknown): string[] {
  if (!Array.isArray(part)) return [wordsOfOne(part)];
  const [name, value] = part as unknown[];
  return value === null ? [] : [`${fieldName(String(name))} ${wordsOfOne(value)}`];
}

function wordsOfOne(value: unknown): string {
  if (value === null) return text.nothing;
  if (isMoney(value)) return money(value);
  if (typeof value === 'object' && 'name' in value && 'alt' in value) return value.alt ? `${String(value.alt)} (${String(value.name).slice(0, 12)})` : String(value.name);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
