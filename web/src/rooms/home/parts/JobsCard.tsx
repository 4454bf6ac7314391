import { useQuery } from '@tanstack/react-query';
import { calledJob } from '../../../lib/jobs.ts';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Job, runningQuery } from '../api.ts';
import { text } from '../text.ts';
import classes from './JobsCard.module.css';

const SHOWN = 4;

/** What runs now, in things done. */
export function JobsCard() {
  const jobs = useQuery(runningQuery).data ?? [];
  const running = jobs.filter((job) => job.state === 'running');
  return (
    <Card title={text.jobs} sub={text.jobsNow(running.length, jobs.length - running.length)} end={<Link to="/jobs" className="link small">{text.all}</Link>}>
      {jobs.length === 0 ? (
        <p className={classes.none}>{text.noJobs}</p>
      ) : (
        <ul className={classes.list}>
          {[...running, ...jobs.filter((job) => job.state !== 'running')].slice(0, SHOWN).map((job) => <Line key={job.id} job={job} />)}
        </ul>
      )}
    </Card>
  );
}

function Line({ job }: { job: Job }) {
  const called = calledJob(job);
  const counts = job.total !== null && job.total > 0;
  return (
    <li>
      <div className={classes.head}>
        <Link to={`/jobs/${job.id}`} className={classes.name}>{called}</Link>
        <span className="faint small"><Time at={(job.state === 'running' && job.started_at) || job.asked_at} /></span>
      </div>
      {counts && <Meter value={(job.done ?? 0) / (job.total ?? 1)} label={called} />}
      <small className="faint">{counts ? text.of(number(job.done ?? 0), number(job.total ?? 0)) : job.state === 'waiting' ? text.waiting : job.name}</small>
    </li>
  );
}
