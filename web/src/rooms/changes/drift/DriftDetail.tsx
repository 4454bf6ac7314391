import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ValueWords } from '../../../ui/change/ValueWords.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Time } from '../../../ui/Time.tsx';
import { DECISIONS, type Decision, type Drift } from './api.ts';
import classes from './drift.module.css';
import { text } from './text.ts';

/** Who changed what outside, when it was seen, and what can be done about it. */
export function DriftDetail({ drift, onDecide }: { drift: Drift; onDecide: ((decision: Decision) => void) | null }) {
  const words = text.detail;
  const sides: (readonly [string, ReactNode])[] = drift.field === '' ? [] : [
    [words.was, <ValueWords key="was" field={drift.field} value={drift.base} />],
    [words.ours, <ValueWords key="ours" field={drift.field} value={drift.ours} />],
    [words.theirs, <ValueWords key="theirs" field={drift.field} value={drift.theirs} />],
  ];
  return (
    <div className={classes.detail}>
      <div className={classes.halves}>
        <Facts facts={[...sides, [words.owner, text.owners[drift.owner]]]} />
        <Facts
          facts={[
            [words.first, <Time key="first" at={drift.first_at} as="when" />],
            [words.seen, <Time key="seen" at={drift.seen_at} as="when" />],
            [words.modified, drift.modified_at ? <Time key="modified" at={drift.modified_at} as="when" /> : <span key="modified" className="faint">{words.unknownTime}</span>],
            ...(drift.decided_at ? [[words.decided, <span key="decided"><bdi>{drift.decider}</bdi>, <Time at={drift.decided_at} /></span>] as const] : []),
          ]}
        />
      </div>
      <p className="muted small">{words.who}</p>
      {drift.set_id && <p><Link to={`/changes/${drift.set_id}`} className="link">{words.set}</Link></p>}
      {onDecide && drift.state === 'found' && (
        <ul className={classes.choices}>
          {DECISIONS.map((decision) => (
            <li key={decision}>
              <Button aria-describedby={`${decision}-${drift.id}`} disabled={decision === 'restore' && drift.field === ''} onClick={() => onDecide(decision)}>{text.decisions[decision]}</Button>
              <p id={`${decision}-${drift.id}`} className="muted small">{text.more[decision]}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
