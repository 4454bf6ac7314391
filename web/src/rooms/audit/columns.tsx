import type { Column } from '../../ui/table/columns.ts';
import type { Filter } from '../../ui/table/filters.ts';
import { Time } from '../../ui/Time.tsx';
import type { LogEvent, Member } from './api.ts';
import { text } from './text.ts';
import { Actor } from './parts/Actor.tsx';

export function columns(): Column<LogEvent>[] {
  return [
    { id: 'event', head: text.heads.event, kind: 'long', phone: 'title', cell: (event) => <span lang="en">{event.sentence}</span> },
    { id: 'who', head: text.heads.who, kind: 'person', phone: 'more', cell: ({ actor }) => <Actor actor={actor} /> },
    { id: 'what', head: text.heads.what, kind: 'code', cell: ({ subject }) => subject && <span className="muted">{kindName(subject.kind)}</span> },
    { id: 'at', head: text.heads.at, kind: 'time', phone: 'end', cell: (event) => <Time at={event.recorded_at} as="exact" /> },
  ];
}

/** `identity.key` by our word for it. */
export function kindName(kind: string): string {
  return (text.nouns as Record<string, string>)[kind] ?? kind;
}

export function filters(members: readonly Member[]): Filter[] {
  const rooms = Object.entries(text.rooms).map(([value, label]) => ({ value, label }));
  const nouns = Object.entries(text.nouns).map(([value, label]) => ({ value, label }));
  return [
    { name: 'name', label: text.filters.name, kind: 'choice', choices: [...rooms, ...nouns] },
    { name: 'actor', label: text.filters.actor, kind: 'choice', choices: members.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'since', label: text.filters.since, kind: 'day' },
    { name: 'until', label: text.filters.until, kind: 'day' },
    { name: 'q', label: text.filters.q, kind: 'text', placeholder: text.search },
    { name: 'subject', label: text.filters.subject, kind: 'text', placeholder: 'identity.key' },
    { name: 'request', label: text.filters.request, kind: 'text' },
  ];
}
