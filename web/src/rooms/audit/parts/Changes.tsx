import { Icon } from '../../../ui/Icon.tsx';
import type { LogEvent } from '../api.ts';
import { fieldName } from '../model.ts';
import { text } from '../text.ts';
import classes from './Changes.module.css';
import { Value } from './Value.tsx';

/** The fields that are not as they were. */
export function Changes({ event }: { event: LogEvent }) {
  return (
    <section>
      <h2>{text.changed}</h2>
      <dl className={classes.changes}>
        {event.changes.map((one) => (
          <div key={one.field}>
            <dt>{fieldName(one.field)}</dt>
            <dd className={classes.before}>
              <span className="sr">{text.before}: </span>
              <Value value={one.before} personal={event.personal} />
            </dd>
            <dd className={classes.after}>
              <Icon name="arrow" size={14} />
              <span>
                <span className="sr">{text.after}: </span>
                <Value value={one.after} personal={event.personal} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
