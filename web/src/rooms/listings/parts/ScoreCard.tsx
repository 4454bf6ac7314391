import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import type { Score } from '../api.ts';
import { text } from '../editText.ts';
import { toneOf } from '../model.ts';
import classes from './ScoreCard.module.css';

/** How well it is found: the points, and what would bring the rest. */
export function ScoreCard({ score, shop }: { score: Score; shop: string }) {
  return (
    <Card title={text.score} sub={<bdi>{text.scoreOf(shop)}</bdi>} padded>
      <div className={classes.head} role="status">
        <b>{text.points(score.points, 100)}</b>
        <Meter value={score.points / 100} label={text.score} tone={toneOf(score.points)} />
      </div>
      <ul className={classes.list}>
        {score.reasons.filter((reason) => reason.next_step).map((reason) => (
          <li key={reason.code} lang="en">
            <span>{reason.sentence}</span>
            <span className="faint">{text.points(reason.points, reason.most)}</span>
            <small>{reason.next_step}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
