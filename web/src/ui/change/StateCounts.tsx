import { useLayoutEffect, useRef } from 'react';
import { CHANGE_STATES, type ChangeState, type Counts, sumOf } from '../../lib/changes.ts';
import { number } from '../../lib/number.ts';
import { State } from '../State.tsx';
import classes from './StateCounts.module.css';
import { text } from './text.ts';

/** How many are in which state: a bar for the eye, and every count in words. */
export function StateCounts({ counts, small = false }: { counts: Counts; small?: boolean }) {
  const all = sumOf(counts);
  const there = CHANGE_STATES.filter((state) => (counts[state] ?? 0) > 0);
  if (all === 0) return <span className="faint">{text.nothing}</span>;
  return (
    <div className={`${classes.counts} ${small ? classes.small : ''}`}>
      <div className={classes.bar} aria-hidden="true">
        {there.map((state) => <Part key={state} state={state} share={(counts[state] ?? 0) / all} />)}
      </div>
      <ul className={classes.words}>
        {there.map((state) => <li key={state}><State name={state} more={number(counts[state] ?? 0)} /></li>)}
      </ul>
    </div>
  );
}

function Part({ state, share }: { state: ChangeState; share: number }) {
  const ref = useRef<HTMLElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty('flex-grow', String(share)), [share]);
  return <i ref={ref} className={classes[state]} />;
}
