import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import type { Score } from '../shapes.ts';
import { text } from '../supplierText.ts';
import classes from './purchasing.module.css';

const plain = (digits: string) => number(Number(digits), digits.split('.')[1]?.length ?? 0);

/** What the score is made of, with all of its arithmetic. */
export function ScoreCard({ score: { points, few, parts } }: { score: Score }) {
  return (
    <Card title={text.score} sub={text.scoreSub} end={<b>{plain(points)}</b>}>
      <ul className={classes.options}>
        {parts.map((part) => (
          <li key={part.part}>
            <div>
              <span className={classes.over}><b>{text.parts[part.part]}</b><span>{text.points(plain(part.points), plain(part.points_max))}</span></span>
              <Meter value={Number(part.share)} label={text.parts[part.part]} tone={Number(part.share) >= Number(part.usual_share) ? 'ok' : 'warn'} />
              <small>{text.arithmetic(number(part.well), number(part.usual_cases), plain(part.usual_share), number(part.of), plain(part.share), plain(part.points_max), plain(part.points))}</small>
              {part.few && <small>{text.few}</small>}
            </div>
          </li>
        ))}
      </ul>
      <p className={classes.foot}>{few ? `${text.few}. ${text.arithmeticMore}` : text.arithmeticMore}</p>
    </Card>
  );
}
