import { calledJob, jobNames } from '../../lib/jobs.ts';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter, View } from '../../ui/table/filters.ts';
import { Time } from '../../ui/Time.tsx';
import type { Job } from './api.ts';
import { JobSign } from './parts/JobSign.tsx';
import { Progress } from './parts/Progress.tsx';
import { text } from './text.ts';

export function columns(): Column<Job>[] {
  return [
    { id: 'job', head: text.heads.job, kind: 'name', cell: calledJob },
    { id: 'state', head: text.heads.state, kind: 'state', phone: 'end', cell: ({ state }) => <JobSign state={state} /> },
    { id: 'about', head: text.heads.about, kind: 'name', phone: 'more', cell: (job) => <span className="muted">{job.sentence || <code>{job.name}</code>}</span> },
    { id: 'progress', head: text.heads.progress, kind: 'state', cell: (job) => <Progress job={job} /> },
    { id: 'asked', head: text.heads.asked, kind: 'time', cell: (job) => <Time at={job.asked_at} /> },
  ];
}

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export function filters(): Filter[] {
  return [
    { name: 'state', label: text.heads.state, kind: 'choice', many: true, choices: choices(text.states) },
    { name: 'name', label: text.heads.job, kind: 'choice', choices: [...choices(text.rooms), ...choices(jobNames())] },
  ];
}

export function views(): View[] {
  return [
    { id: 'stopped', label: text.views.stopped, search: '?state=failed&state=unknown' },
    { id: 'running', label: text.views.running, search: '?state=running' },
    { id: 'waiting', label: text.views.waiting, search: '?state=waiting&state=later' },
  ];
}
