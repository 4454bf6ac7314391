import type { ReactNode } from 'react';
import { PHONE, useMatch } from '../../lib/useMatch.ts';
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
  /** Without one there is nothing to decide. */
  tally?: Tally | undefined;
  /** The one button of the decision, and what stands beside it. */
  act?: ReactNode;
  promise?: ReactNode;
  /** Beside the title; none of them filled. */
  actions?: ReactNode;
  /** What is to be read before anything else: what the guard holds, what moved. */
  above?: ReactNode;
  /** The list of changes, a card of its own; without any the frame says what will come. */
  items?: ReactNode;
  cost?: ReactNode;
  guard?: ReactNode;
  /** Cards below the decision: who agreed, why, when. */
  more?: ReactNode;
};

// The rail stands below then, and what is to be decided above.
const NARROW = '(max-width: 1199px)';
const LEGEND: readonly StateName[] = ['proposed', 'approved', 'sending', 'proven', 'refused', 'unknown', 'held', 'contested', 'rehearsed'];

/** The panel that stands before every write: head, figures, way, decision, changes, cost, guard. */
export function ChangePreview({ title, state, facts, figures, at, tally, act, promise, actions, above, items, cost, guard, more }: Props) {
  const phone = useMatch(PHONE);
  const narrow = useMatch(NARROW);
  const decision = tally && <Decision tally={tally} act={act} promise={promise ?? text.undoPromise} />;
  return (
    <>
      <PageHead title={title} facts={<><State name={state} pill /> {facts}</>} actions={actions} />
      <Figures label={title} figures={figures} small />
      <Way at={at} />
      {above && <div className={classes.above}>{above}</div>}
      {narrow && !phone && decision && <div className={classes.above}>{decision}</div>}
      <WithRail
        label={text.decision}
        rail={
          <>
            {!phone && !narrow && decision}
            {more}
            <Card title={text.cost} padded>{cost ?? <span className="faint">{text.none}</span>}</Card>
            <Card title={text.guard} padded>{guard ?? <span className="faint">{text.none}</span>}</Card>
          </>
        }
      >
        {items ?? (
          <Card title={text.items}>
            <Empty title={text.nothing} more={text.nothingMore} />
            <ul className={classes.legend} aria-label={text.legend}>
              {LEGEND.map((name) => <li key={name}><State name={name} /></li>)}
            </ul>
          </Card>
        )}
      </WithRail>
      {/* The last of the page sticks to its foot all the way. */}
      {phone && decision}
    </>
  );
}
