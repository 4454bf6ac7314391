import type { ReactNode } from 'react';
import { Card } from '../Card.tsx';
import { Empty } from '../Empty.tsx';
import { type Figure, Figures } from '../Figures.tsx';
import { PageHead, WithRail } from '../PageHead.tsx';
import { State } from '../State.tsx';
import type { StateName } from '../states.ts';
import classes from './ChangePreview.module.css';
import { Decision, type Tally } from './Decision.tsx';
import { text } from './text.ts';
import { Way, type WayStep } from './Way.tsx';

type Props = {
  /** In the merchant's words. */
  title: string;
  state: StateName;
  /** Number, who wanted it and when, fingerprint, when the shops were read. */
  facts: ReactNode;
  figures: readonly Figure[];
  at: WayStep;
  tally: Tally;
  /** The one button of the decision, and what stands beside it. */
  act: ReactNode;
  promise?: ReactNode;
  /** The groups of changes; without any the frame says what will come. */
  items?: ReactNode;
  cost?: ReactNode;
  guard?: ReactNode;
};

const LEGEND: readonly StateName[] = ['proposed', 'approved', 'sending', 'proven', 'refused', 'unknown', 'held', 'contested', 'rehearsed'];

/** The panel that stands before every write: head, figures, way, decision, changes, cost, guard. */
export function ChangePreview({ title, state, facts, figures, at, tally, act, promise, items, cost, guard }: Props) {
  return (
    <>
      <PageHead title={title} facts={<><State name={state} pill /> {facts}</>} />
      <Figures label={title} figures={figures} small />
      <Way at={at} />
      <WithRail
        label={text.decision}
        rail={
          <>
            <Decision tally={tally} act={act} promise={promise ?? text.undoPromise} />
            <Card title={text.cost} padded>{cost ?? <span className="faint">{text.none}</span>}</Card>
            <Card title={text.guard} padded>{guard ?? <span className="faint">{text.none}</span>}</Card>
          </>
        }
      >
        <Card title={text.items}>
          {items ?? <Empty title={text.nothing} more={text.nothingMore} />}
          <ul className={classes.legend} aria-label={text.legend}>
            {LEGEND.map((name) => <li key={name}><State name={name} /></li>)}
          </ul>
        </Card>
      </WithRail>
    </>
  );
}
