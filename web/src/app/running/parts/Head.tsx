import type { ReactNode } from 'react';
import { utc, when } from '../../../lib/time.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { System } from '../api.ts';
import type { Part } from '../model.ts';
import { text } from '../text.ts';
import classes from './Head.module.css';

type Props = { system: System | undefined; all: Part[]; troubles: Part[]; now: Date; stale: boolean; children: ReactNode };

/** The title and one line of facts. */
export function Head({ system, all, troubles, now, stale, children }: Props) {
  return (
    <div className={classes.head}>
      <h1>{text.title}</h1>
      <p className={classes.facts}>
        {all.length > 0 && !stale && <Verdict all={all} troubles={troubles} />}
        {system && (
          <span className="faint" title={utc(new Date(system.started_at))}>
            {text.version(system.version)}, {text.since(when(new Date(system.started_at), now))}
          </span>
        )}
        {system?.demo && <span className="faint">{text.demo}</span>}
        {children}
      </p>
    </div>
  );
}

function Verdict({ all, troubles }: { all: Part[]; troubles: Part[] }) {
  const well = troubles.length === 0;
  return (
    <output className={`${classes.verdict} ${well ? 'ok' : 'warn'}`}>
      <Icon name={well ? 'pulse' : 'warn'} />
      {well ? text.allWell(all.length) : text.troubled(troubles.map((part) => part.name))}
    </output>
  );
}
