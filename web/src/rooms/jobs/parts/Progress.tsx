import { calledJob } from '../../../lib/jobs.ts';
import { number } from '../../../lib/number.ts';
import { Meter } from '../../../ui/Meter.tsx';
import type { Job } from '../api.ts';
import { share } from '../model.ts';
import { text } from '../text.ts';
import classes from './Progress.module.css';

/** In things done; a job that does not count shows how often it was tried. */
export function Progress({ job }: { job: Pick<Job, 'name' | 'message' | 'done' | 'total' | 'tries'> }) {
  const done = share(job);
  if (done === null) return <span className="faint">{job.tries > 1 ? text.tries(job.tries) : ''}</span>;
  return (
    <span className={classes.progress}>
      <Meter value={done} label={calledJob(job)} />
      <span className="small">{text.of(number(job.done ?? 0), number(job.total ?? 0))}</span>
    </span>
  );
}
