import { Icon } from '../../../ui/Icon.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { words } from '../../../ui/states.ts';
import type { OrderState } from '../api.ts';
import { WAY } from '../model.ts';
import { text } from '../orderText.ts';
import classes from './orders.module.css';

/** How far it is on its way; an order that ended otherwise has none. */
export function StepsRow({ state }: { state: OrderState }) {
  const now = WAY.indexOf(state);
  if (now < 0) return null;
  return (
    <ol className={classes.steps} aria-label={text.way}>
      {WAY.map((step, index) => (
        <li key={step} className={index < now ? classes.done : index === now ? classes.now : ''} aria-current={index === now ? 'step' : undefined}>
          {index < now || state === 'delivered' ? <Icon name="check" className={index === now ? 'ok' : undefined} /> : <Shape name={index === now ? 'ringDot' : 'dashedRing'} className={index === now ? 'accent' : ''} />}
          <span>{words[step as 'pending']}</span>
        </li>
      ))}
    </ol>
  );
}
