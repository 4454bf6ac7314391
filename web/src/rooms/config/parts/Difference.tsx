import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import type { Change, Part } from '../api.ts';
import { countsOf, fieldName, partName, toldOf, written } from '../model.ts';
import { text } from '../text.ts';
import classes from './Difference.module.css';

/** Part by part what is new, what changes and what goes. */
export function Difference({ parts }: { parts: readonly Part[] }) {
  return (
    <div className={classes.parts}>
      {parts.map((part) => (
        <Card key={part.part} title={partName(part.part)} sub={countsOf(part)} padded>
          <ul className={classes.changes}>
            {part.changes.map((change) => <Line key={`${change.kind} ${change.name}`} change={change} />)}
            {part.more > 0 && <li className="faint">{text.more(number(part.more))}</li>}
          </ul>
        </Card>
      ))}
    </div>
  );
}

function Line({ change }: { change: Change }) {
  return (
    <li>
      {(change.name !== '' || change.kind !== 'changed') && (
        <p className={classes.head}>
          <span className={`${classes.kind} ${classes[change.kind]}`}>{text.kinds[change.kind]}</span> <b><bdi>{change.name}</bdi></b>
        </p>
      )}
      {change.kind !== 'removed' && (
        <dl className={classes.fields}>
          {toldOf(change).map((one) => (
            <div key={one.field}>
              <dt>{fieldName(one.field)}</dt>
              {change.kind === 'changed' && (
                <dd className={classes.before}><span className="sr">{text.before}: </span><bdi>{written(one.before)}</bdi></dd>
              )}
              <dd><span className="sr">{text.after}: </span><bdi>{written(one.after)}</bdi></dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
