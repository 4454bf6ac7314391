import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import type { Step } from '../model.ts';
import { text } from '../text.ts';
import classes from './list.module.css';

type Props = { steps: readonly Step[] | null; filled: boolean };

/** What is to be set up, what of it is done, and what comes next. */
export function StepsCard({ steps, filled }: Props) {
  if (!steps) return <Card title={text.steps}><Loading rows={4} /></Card>;
  const done = steps.filter((step) => step.done).length;
  const isSet = done === steps.length;
  const first = steps.find((step) => !step.done);
  return (
    <Card title={text.steps} sub={isSet ? text.allSet : text.stepsDone(done, steps.length)}>
      {!isSet && (
        <ol className={classes.list}>
          {steps.map((step) => <Line key={step.name} step={step} filled={filled && step === first} />)}
        </ol>
      )}
    </Card>
  );
}

function Line({ step, filled }: { step: Step; filled: boolean }) {
  const { title, more, act } = text.step[step.name];
  if (step.done) {
    return (
      <li className={classes.done}>
        <Shape name="check" className="ok" />
        <div className={classes.words}><b>{text.stepDone[step.name]}</b></div>
        <span className="ok small">{text.done}</span>
      </li>
    );
  }
  return (
    <li>
      <Shape name="dashedRing" className="ink2" />
      <div className={classes.words}>
        <b>{title}</b>
        <small>{more}</small>
      </div>
      <Link to={step.to} className={`button ${filled ? 'filled' : ''}`} aria-label={`${act}: ${title}`}>{act}</Link>
    </li>
  );
}
