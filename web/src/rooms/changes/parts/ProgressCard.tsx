import { type Counts, sumOf } from '../../../lib/changes.ts';
import { Card } from '../../../ui/Card.tsx';
import { StateCounts } from '../../../ui/change/StateCounts.tsx';
import { words } from '../../../ui/states.ts';
import { countedBy, isMoving } from '../model.ts';
import { text } from '../setText.ts';
import classes from './cards.module.css';

/** How many are proven, live, with every other state in words. */
export function ProgressCard({ counts }: { counts: Counts }) {
  const by = countedBy(counts);
  const title = by === 'proven' ? text.progress(counts.proven ?? 0, sumOf(counts)) : text.progressOf(words[by], counts[by] ?? 0, sumOf(counts));
  return (
    <Card label={text.progressTitle} padded>
      <div className={classes.progress}>
        <p role="status"><b>{title}</b> <span className="muted">{text.progressMore[isMoving(counts) ? 'moving' : by === 'rehearsed' ? 'dry' : 'done']}</span></p>
        <StateCounts counts={counts} />
      </div>
    </Card>
  );
}
