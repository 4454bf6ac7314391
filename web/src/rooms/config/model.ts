// A difference in words. Pure.
import { number } from '../../lib/number.ts';
import type { Change, Import, Part } from './api.ts';
import { text } from './text.ts';

export const FILE_BYTES_MAX = 1_000_000;
const KINDS = ['added', 'changed', 'removed'] as const;

export const partName = (part: string): string => text.parts[part] ?? part.replaceAll('_', ' ');

export const fieldName = (field: string): string => field.replaceAll('_', ' ');

/** `2 new, 1 changed`; of what is none, nothing is said. */
export function countsOf(counts: Partial<Record<(typeof KINDS)[number], number>>): string {
  return KINDS.filter((kind) => (counts[kind] ?? 0) > 0)
    .map((kind) => text.counts[kind](number(counts[kind] ?? 0)))
    .join(', ');
}

/** What an import changed, in one line. */
export const summaryOf = (one: Import): string =>
  Object.entries(one.counts).map(([part, counts]) => `${partName(part)}: ${countsOf(counts)}`).join('; ');

/** Of what comes new, what says something: not its name again, and nothing that is empty or usual. */
export function toldOf({ kind, name, fields }: Change): Change['fields'] {
  if (kind !== 'added') return fields;
  return fields.filter(({ field, after }) => {
    if (after === null || after === '' || after === name || (Array.isArray(after) && after.length === 0)) return false;
    return !(field === 'nth' && after === 1);
  });
}

/** A value of a file for people: a text as it is, all else as it is written. */
export function written(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const secretsComeNew = (parts: readonly Part[]): boolean =>
  parts.some((part) => part.part === 'webhooks' && part.added > 0);

/** Its name tells from where and when it is. */
export function fileName(workspace: string, day: string): string {
  const name = workspace.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return `hanse-${name || 'settings'}-${day}.json`;
}
