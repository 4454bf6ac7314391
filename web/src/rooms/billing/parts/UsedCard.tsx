import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Plan, Used } from '../api.ts';
import { fillOf } from '../model.ts';
import { text } from '../text.ts';
import { featureName } from '../words.ts';
import classes from './UsedCard.module.css';

/** How much of the plan is used, one line a feature. */
export function UsedCard({ plan }: { plan: Plan }) {
  return (
    <Card title={text.usedCard}>
      <ul className={classes.list}>
        {plan.features.map((one) => <Line key={one.feature} used={one} />)}
      </ul>
    </Card>
  );
}

function Line({ used }: { used: Used }) {
  const name = featureName(used.feature);
  const fill = fillOf(used);
  if (used.kind === 'switch') {
    return (
      <li>
        <span>{name}</span>
        <span className={classes.end}>
          {used.included ? <Sign shape="check" colour="ok">{text.included}</Sign> : <Sign shape="slashed" colour="ink3">{text.notIncluded}</Sign>}
        </span>
      </li>
    );
  }
  const left = used.allowed === null ? null : used.allowed - used.used;
  return (
    <li>
      <span>{name}</span>
      <b className={classes.end}>
        {used.allowed === null ? text.usedFree(number(used.used)) : text.used(number(used.used), number(used.allowed))}
      </b>
      {fill && <span className={classes.wide}><Meter value={fill.share} tone={fill.tone} label={name} /></span>}
      {left !== null && left >= 0 && (
        <span className={`${classes.wide} faint small`}>{left > 0 ? text.room(number(left)) : text.full}</span>
      )}
      {used.over > 0 && <div className={classes.wide}><Note tone="warn" icon="warn">{text.over(number(used.over))}</Note></div>}
    </li>
  );
}
