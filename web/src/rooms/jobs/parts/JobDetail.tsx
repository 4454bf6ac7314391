import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { jobName } from '../../../lib/jobs.ts';
import { Refusal } from '../../../lib/problem.ts';
import { useMay } from '../../../lib/me.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Story, storyQuery } from '../api.ts';
import { text } from '../text.ts';
import { Acts } from './Acts.tsx';
import classes from './JobDetail.module.css';
import { Progress } from './Progress.tsx';
import { Tries } from './Tries.tsx';

/** One job: what can be done about it, what happened, its facts. */
export function JobDetail({ id, alone }: { id: string; alone: boolean }) {
  const { data, error, refetch } = useQuery(storyQuery(id));
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore}>
        {alone && <Link to="/jobs" className="button">{text.toJobs}</Link>}
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return data ? <Told job={data} alone={alone} /> : <Loading rows={3} />;
}

function Told({ job, alone }: { job: Story; alone: boolean }) {
  return (
    <div className={classes.detail}>
      <div className={classes.words}>
        {job.state === 'unknown' && (
          <Note tone="unknown" icon="warn">
            <b>{text.unknownTitle}</b> {text.unknownMore}
          </Note>
        )}
        {job.total !== null && <Progress job={job} />}
        <Acts job={job} />
        <section>
          <h2>{text.story}</h2>
          <Tries tries={job.story} />
        </section>
      </div>
      <section>
        <h2>{text.factsTitle}</h2>
        <Facts facts={facts(job)} />
        <Ways job={job} alone={alone} />
      </section>
    </div>
  );
}

function at(when: string): ReactNode {
  return <Time at={when} as="exact" />;
}

function facts(job: Story): (readonly [string, ReactNode])[] {
  return [
    [text.kind, job.message ? jobName(job.name) : <code key="name">{job.name}</code>],
    [text.heads.asked, at(job.asked_at)],
    ...(job.due_at !== job.asked_at ? [[text.due, at(job.due_at)] as const] : []),
    ...(job.started_at ? [[text.started, at(job.started_at)] as const] : []),
    ...(job.ended_at ? [[text.ended, at(job.ended_at)] as const] : []),
    [text.triesMade, job.tries],
    ...(job.key ? [[text.key, <code key="key">{job.key}</code>] as const] : []),
    ...(job.request_id ? [[text.request, <code key="request">{job.request_id}</code>] as const] : []),
  ];
}

/** Where it goes on from here. */
function Ways({ job, alone }: { job: Story; alone: boolean }) {
  const may = useMay();
  const inLog = job.request_id !== '' && may('audit.event.read');
  if (alone && !inLog) return null;
  return (
    <p className={classes.ways}>
      {!alone && <Link to={`/jobs/${job.id}`} className="link">{text.openAlone}</Link>}
      {inLog && <Link to={`/audit?request=${encodeURIComponent(job.request_id)}`} className="link">{text.inLog}</Link>}
    </p>
  );
}
