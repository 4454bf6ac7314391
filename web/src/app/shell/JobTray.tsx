import { calledJob } from '../../lib/jobs.ts';
import { number } from '../../lib/number.ts';
import { about } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { Empty } from '../../ui/Empty.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Link } from '../../ui/Link.tsx';
import { Popover } from '../../ui/Menu.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { Time } from '../../ui/Time.tsx';
import { type Job, timeLeft, useJobs } from './jobs.ts';
import { text } from './text.ts';
import classes from './Tray.module.css';

const LAST = 5;

/** What runs first, then what failed, then what waits. */
export function JobTray() {
  const jobs = useJobs();
  if (!jobs) return null;
  const { running, failed, waiting } = jobs;
  const count = running.length + failed.length;
  const words = text.jobsNow(running.length, failed.length);
  return (
    <Popover width={360} position="bottom-end">
      <Popover.Target>
        <IconButton icon="jobs" label={`${text.jobs}: ${count > 0 ? `${count}, ` : ''}${words}`}>
          {count > 0 && <span className={failed.length > 0 ? 'bad' : ''}>{count}</span>}
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className="card-head">
          <h2>{text.jobs}</h2>
          <span className="sub">{words}</span>
          <span className="end"><Link to="/jobs" className="link small">{text.allOf}</Link></span>
        </div>
        {count + waiting.length === 0 && <Empty title={text.noJob} more={text.noJobMore} />}
        <ul className={classes.list}>
          {[...running, ...failed, ...waiting.slice(0, LAST)].map((job) => <Line key={job.id} job={job} />)}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

const SHAPES = { running: ['arc', 'accent'], failed: ['octagon', 'bad'], waiting: ['dashedRing', 'ink2'] } as const;

function Line({ job }: { job: Job }) {
  const now = useNow();
  const [shape, colour] = SHAPES[job.state as keyof typeof SHAPES] ?? SHAPES.waiting;
  const left_s = timeLeft(job, now);
  return (
    <li className={classes.line}>
      <Shape name={shape} className={colour} />
      <div className={classes.grow}>
        <div className={classes.head}>
          <Link to={`/jobs/${job.id}`} className={classes.name}>{calledJob(job)}</Link>
          <span className="faint small nowrap">{left_s === null ? <Time at={job.ended_at ?? job.asked_at} /> : about(left_s)}</span>
        </div>
        {job.state === 'running' && job.total !== null && <Meter value={(job.done ?? 0) / Math.max(1, job.total)} label={calledJob(job)} />}
        <small className="faint">
          {job.state === 'failed' ? job.sentence : job.total === null ? job.name : text.of(number(job.done ?? 0), number(job.total))}
        </small>
      </div>
    </li>
  );
}
