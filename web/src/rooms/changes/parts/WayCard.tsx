import { Card } from '../../../ui/Card.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { STATES, words } from '../../../ui/states.ts';
import { Time } from '../../../ui/Time.tsx';
import type { Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import classes from './WayCard.module.css';

/** From the wish on, every state with who moved it, when and why. */
export function WayCard({ receipt }: { receipt: Receipt }) {
  return (
    <Card title={text.way} padded>
      <ol className={classes.way}>
        <li>
          <Shape name={STATES.proposed[0]} className="ink2" />
          <div><b>{words.proposed}</b><p className="muted">{text.wished(receipt.wisher_name)}</p></div>
          <span className="faint small"><Time at={receipt.made_at} as="exact" /></span>
        </li>
        {receipt.lines.map((line) => {
          const [shape, colour] = STATES[line.state];
          return (
            <li key={`${line.at} ${line.state}`}>
              <Shape name={shape === 'arc' && receipt.state !== 'sending' ? 'ring' : shape} className={colour} />
              <div>
                <b className={colour}>{words[line.state]}</b>
                <p className="muted"><span lang="en">{line.sentence}</span>{line.actor && <> <span className="faint">{text.from} <bdi>{isJob(line.actor) ? text.hanse : line.actor}</bdi></span></>}</p>
              </div>
              <span className="faint small"><Time at={line.at} as="exact" /></span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** What the house does by itself goes by the name of a job, which is no name for people. */
const isJob = (actor: string) => /^[a-z_]+\.[a-z_]+$/.test(actor);
