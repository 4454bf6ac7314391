// What the screen decides: the filters of the address as the server wants them, and how a value reads.
import { type Search, wordOf } from '../../lib/address.ts';
import { dayStart } from '../../lib/day.ts';
import type { Query } from '../../lib/http.ts';
import { number } from '../../lib/number.ts';
import type { LogEvent } from './api.ts';
import { text } from './text.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME = /^[a-z][a-z0-9_.]{0,99}$/;
const KIND = /^[a-z][a-z0-9]*\.[a-z0-9_]{1,60}$/;
const REQUEST = /^[A-Za-z0-9._:-]{1,100}$/;
const WORDS_MAX = 100;

/** Only what the server takes: an old or mistyped link shows more, never an error. */
export function queryOf(search: Search): Query {
  const fits = (name: string, form: RegExp) => {
    const word = wordOf(search, name);
    return form.test(word) ? word : undefined;
  };
  const [kind, id] = splitSubject(wordOf(search, 'subject'));
  return {
    name: fits('name', NAME),
    words: wordOf(search, 'q').trim().slice(0, WORDS_MAX) || undefined,
    actor_id: fits('actor', UUID),
    subject_kind: kind,
    subject_id: id,
    request_id: fits('request', REQUEST),
    since: dayStart(wordOf(search, 'since'))?.toISOString(),
    until: dayStart(wordOf(search, 'until'), 1)?.toISOString(),
  };
}

/** `identity.key:01930b6e-...`, or a kind or an id alone. */
export function splitSubject(word: string): [kind: string | undefined, id: string | undefined] {
  const [kind = '', id = ''] = UUID.test(word) ? ['', word] : word.split(':');
  return [KIND.test(kind) ? kind : undefined, UUID.test(id) ? id : undefined];
}

/** How many of the newest events are newer than the one on top; null: more than a page. */
export function countNew(newest: readonly Pick<LogEvent, 'position'>[], top: string | undefined): number | null {
  if (top === undefined) return newest.length;
  const at = newest.findIndex((event) => event.position === top);
  return at === -1 ? null : at;
}

// Shown elsewhere in the row, or of no use to a person.
const KNOWN = new Set(['before', 'after', 'version']);

/** The rest of the event, beside what changed: each fact with its name. */
export function facts(event: Pick<LogEvent, 'payload' | 'subject'>): readonly [name: string, value: unknown][] {
  return Object.entries(event.payload).filter(([name, value]) => !KNOWN.has(name) && value !== event.subject?.id);
}

/** Whether the event holds something that a person with the permission may open. */
export function isSealed(event: Pick<LogEvent, 'personal'>): boolean {
  return event.personal === 'sealed';
}

const HIDDEN = ['sealed', 'erased'] as const;

/** How a value stands in the place of a personal field: not to be seen, or gone. */
export function hidden(value: unknown, personal: string): (typeof HIDDEN)[number] | null {
  return personal === value ? (HIDDEN.find((word) => word === value) ?? null) : null;
}

/** A value of the log as people read it; never shortened. */
export function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return text.nothing;
  if (typeof value === 'boolean') return value ? text.yes : text.no;
  if (typeof value === 'number') return Number.isInteger(value) ? number(value) : String(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? text.nothing : value.map(written).join(', ');
  return JSON.stringify(value);
}

/** `idle_minutes` as words; `address.city` keeps its way. */
export function fieldName(path: string): string {
  if (path === '') return text.value;
  return path.split('.').map((part) => (text.fields as Record<string, string>)[part] ?? part.replaceAll('_', ' ')).join(', ');
}

/** Room and noun of `identity.key.created`. */
export function roomOf(name: string): string {
  return name.split('.')[0] ?? '';
}
