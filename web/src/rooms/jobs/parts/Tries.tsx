import { took } from '../../../lib/amount.ts';
import { Time } from '../../../ui/Time.tsx';
import type { Try } from '../api.ts';
import { took_s } from '../model.ts';
import { text } from '../text.ts';
import classes from './Tries.module.css';

/** Every try that did not end well, the latest first. */
export function Tries({ tries }: { tries: readonly Try[] }) {
  if (tries.length === 0) return <p className="muted">{text.noStory}</p>;
  return (
    <ol className={classes.tries}>
      {tries.toReversed().map((one) => (
        <li key={one.number}>
          <div className={classes.head}>
            <b>{(text.outcomes as Record<string, string>)[one.outcome] ?? one.outcome}</b>
            <span className="faint small">
              {text.tryNumber(one.number)}, <Time at={one.ended_at} as="exact" />, {text.took(took(took_s(one)))}
            </span>
          </div>
          <p className="muted" lang="en">{one.sentence} {one.next_step}</p>
        </li>
      ))}
    </ol>
  );
}
