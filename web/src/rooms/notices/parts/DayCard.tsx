import { dayOf } from '../../../lib/day.ts';
import { longDay } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Notice } from '../api.ts';
import { type Day, signOf } from '../model.ts';
import { text } from '../text.ts';
import { useReading } from '../useReading.ts';
import classes from './DayCard.module.css';

const DAY_MS = 86_400_000;

/** The notices of one day. */
export function DayCard({ day }: { day: Day }) {
  const now = useNow();
  return (
    <Card title={called(new Date(day.at), now)}>
      <ul className={classes.list}>
        {day.notices.map((notice) => <Line key={notice.id} notice={notice} />)}
      </ul>
    </Card>
  );
}

function called(at: Date, now: number): string {
  if (dayOf(at) === dayOf(new Date(now))) return text.today;
  return dayOf(at) === dayOf(new Date(now - DAY_MS)) ? text.yesterday : longDay(at);
}

function Line({ notice }: { notice: Notice }) {
  const { mark } = useReading();
  const [shape, colour] = signOf(notice);
  const unread = notice.read_at === null;
  return (
    <li className={unread ? classes.unread : ''}>
      <Shape name={shape} className={colour} />
      <div className={classes.words}>
        <div>
          {notice.link ? (
            <Link to={notice.link} row className={classes.title} onClick={() => mark(notice)}>{notice.title}</Link>
          ) : (
            <b className={classes.title} data-row="" tabIndex={-1}>{notice.title}</b>
          )}
          {unread && <span className={classes.dot}><span className="sr">{text.isUnread}</span></span>}
        </div>
        {notice.text && <p className="muted">{notice.text}</p>}
      </div>
      <span className={classes.end}>
        <span className="faint small"><Time at={notice.made_at} /></span>
        {unread && <IconButton icon="check" label={text.markReadOf(notice.title)} onClick={() => mark(notice)} />}
      </span>
    </li>
  );
}
