import { useQuery } from '@tanstack/react-query';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Chart } from '../../../ui/chart/Chart.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { latencyQuery } from '../api.ts';
import { columns, lasted } from '../model.ts';
import type { Channel } from '../shapes.ts';
import { text } from '../shopText.ts';
import classes from './stock.module.css';

const DAYS = 28;
const SLOWEST_MAX = 5;

/** How long pushes take from the movement to the proof, and which took longest. */
export function LatencyCard({ id, state }: Pick<Channel, 'state'> & { id: string }) {
  const latency = useQuery(latencyQuery(id, DAYS));
  if (!latency.data) {
    return <Card title={text.latency}>{latency.error ? <ErrorState error={latency.error} retry={() => void latency.refetch()} /> : <Loading rows={4} />}</Card>;
  }
  const { buckets, p50_ms: half, p99_ms: most, slowest } = latency.data;
  const count = buckets.reduce((sum, one) => sum + one.count, 0);
  if (count === 0 || half === null || most === null) {
    return <Card title={text.latency} padded><p>{text.latencyNone}</p><p className="faint small">{text.latencyNoneMore[state]}</p></Card>;
  }
  const { points, values, at } = columns(latency.data, text.over);
  const marks = at(half) === at(most) ? [{ at: at(most), name: text.marks.both }] : [{ at: at(half), name: text.marks.half }, { at: at(most), name: text.marks.most }];
  return (
    <>
      <Chart
        title={text.latency}
        finding={text.latencyFinding(number(count), lasted(half), lasted(most))}
        kind="bar"
        points={points}
        series={[{ name: text.pushes, values }]}
        marks={marks}
        height="low"
        foot={
          <div className={`card-body ${classes.stack}`}>
            <Facts facts={[[text.pushes, number(count)], [text.heads.half, lasted(half)], [text.heads.most, lasted(most)]]} />
            <p className="faint small">{text.latencySub}</p>
          </div>
        }
      />
      {slowest.length > 0 && (
        <Card title={text.slowest}>
          <ul className={classes.options}>
            {slowest.slice(0, SLOWEST_MAX).map((one) => <li key={`${one.variant_id} ${one.at}`}><div><Link to={`/stock/${one.variant_id}`} className="link"><bdi>{one.title}</bdi></Link><small><Time at={one.at} as="when" /></small></div><span className="nowrap">{lasted(one.ms)}</span></li>)}
          </ul>
        </Card>
      )}
    </>
  );
}
