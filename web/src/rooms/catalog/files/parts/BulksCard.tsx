import { useQuery } from '@tanstack/react-query';
import { Card } from '../../../../ui/Card.tsx';
import { Link } from '../../../../ui/Link.tsx';
import { State } from '../../../../ui/State.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { bulksQuery } from '../api.ts';
import { text } from '../bulkText.ts';
import classes from '../files.module.css';
import { BULK_STATES } from '../model.ts';
import { sentenceOf } from '../sentence.ts';

/** The last edits of many: where one finds what can be undone. */
export function BulksCard() {
  const { data = [] } = useQuery(bulksQuery);
  if (data.length === 0) return null;
  return (
    <Card title={text.last} sub={text.lastMore}>
      <ul className={classes.edits} aria-label={text.last}>
        {data.map((bulk) => (
          <li key={bulk.id}>
            <Link to={`/catalog/edits/${bulk.id}`} className="link"><bdi>{sentenceOf(bulk)}</bdi></Link>
            <State name={BULK_STATES[bulk.state] ?? 'unknown'} />
            <span className="muted"><bdi>{bulk.made_by_name}</bdi> <Time at={bulk.made_at} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
