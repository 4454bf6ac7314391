import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { number } from '../../lib/number.ts';
import classes from './ChangePreview.module.css';
import { text } from './text.ts';

const ORDER = ['ready', 'held', 'refused', 'dry'] as const;

/** How many of each; always shown in the same order. */
export type Tally = Record<(typeof ORDER)[number], number>;

/** How many of how many will be sent, the button, the promise. A bar at the foot on a phone. */
export function Decision({ tally, act, promise }: { tally: Tally; act: ReactNode; promise: ReactNode }) {
  const all = ORDER.reduce((sum, part) => sum + tally[part], 0);
  return (
    <section className={`card ${classes.decision}`} aria-label={text.decision}>
      <p className={classes.big}>{text.willSend(tally.ready, all)}</p>
      <div className={classes.tally} aria-hidden="true">
        {ORDER.filter((part) => tally[part] > 0).map((part) => <Part key={part} part={part} share={tally[part] / Math.max(1, all)} />)}
      </div>
      <dl className={classes.counts}>
        {ORDER.map((part) => (
          <div key={part}>
            <dt><i className={classes[part]} aria-hidden="true" />{text.parts[part]}</dt>
            <dd>{number(tally[part])}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.act}>{act}</div>
      <p className={`faint small ${classes.promise}`}>{promise}</p>
    </section>
  );
}

function Part({ part, share }: { part: keyof Tally; share: number }) {
  const ref = useRef<HTMLElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty('flex-grow', String(share)), [share]);
  return <i ref={ref} className={classes[part]} />;
}
