import { Icon } from '../../../ui/Icon.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { WAY } from '../model.ts';
import { text } from '../purchaseText.ts';
import type { State } from '../shapes.ts';
import { text as shared } from '../text.ts';
import classes from './purchasing.module.css';

/** How far it is on its way; one that stands elsewhere has none. */
export function StepsRow({ state }: { state: State }) {
  const now = WAY.indexOf(state);
  if (now < 0) return null;
  return (
    <ol className={classes.steps} aria-label={text.way}>
      {WAY.map((step, index) => (
        <li key={step} className={index < now ? classes.done : index === now ? classes.now : ''} aria-current={index === now ? 'step' : undefined}>
          {index < now || state === 'delivered' ? <Icon name="check" className={index === now ? 'ok' : undefined} /> : <Shape name={index === now ? 'ringDot' : 'dashedRing'} className={index === now ? 'accent' : ''} />}
          <span>{shared.states[step]}</span>
        </li>
      ))}
    </ol>
  );
}
