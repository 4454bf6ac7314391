import { clock, span } from '../../../lib/time.ts';
import type { Live } from '../../../lib/live.ts';
import { text } from '../text.ts';
import classes from './LiveSign.module.css';

/** `age_s`: how old the figures on the page are, or null when there are none. */
export function LiveSign({ live, age_s }: { live: Live; age_s: number | null }) {
  const word = live.phase === 'offline' ? text.live.offline(clock(new Date(live.since))) : text.live[live.phase];
  return (
    <span className={`${classes.live} ${classes[live.phase]}`} title={text.liveMore[live.phase]}>
      <i aria-hidden="true" />
      <output>{word}</output>
      {age_s !== null && live.phase !== 'offline' && <span className="faint">{span(age_s)}</span>}
    </span>
  );
}
