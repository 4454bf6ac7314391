import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { percent } from '../../../lib/number.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { periodsQuery } from '../api.ts';
import { text } from '../itemText.ts';
import { type Stretch, stretches } from '../model.ts';
import type { SoldAt } from '../shapes.ts';
import classes from './stock.module.css';

const DAYS = 90;
const MINUTE_MS = 60_000;

/** For each shop one line of the last days: filled where it could be bought there. */
export function PeriodsCard({ id, shops }: { id: string; shops: readonly SoldAt[] }) {
  const periods = useQuery(periodsQuery(id));
  const now = new Date(Math.floor(useNow() / MINUTE_MS) * MINUTE_MS);
  const rows = periods.data ?? [];
  const sold = shops.filter(({ account_id: shop }) => rows.some(({ account_id: one }) => one === shop));
  return (
    <Card title={text.periods} sub={text.periodsSub(DAYS)}>
      {!periods.data && (periods.error ? <ErrorState error={periods.error} retry={() => void periods.refetch()} /> : <Loading rows={2} />)}
      {periods.data && sold.length === 0 && <p className="card-body muted">{text.noPeriods}</p>}
      {sold.length > 0 && (
        <div className="card-body">
          <ul className={classes.periods}>
            {sold.map((shop) => {
              const { parts, share } = stretches(rows.filter(({ account_id: one }) => one === shop.account_id), now, DAYS);
              const words = percent(share);
              return (
                <li key={shop.account_id}>
                  <p className={classes.over}><bdi>{shop.name}</bdi><span className="muted">{text.couldBuy(words)}</span></p>
                  <div className={classes.line} role="img" aria-label={text.periodWords(shop.name, words, DAYS)}>
                    {parts.map((part) => <Filled key={part.from} part={part} />)}
                  </div>
                </li>
              );
            })}
          </ul>
          <p className={classes.ends} aria-hidden="true"><span>{text.daysAgo(DAYS)}</span><span>{text.today}</span></p>
        </div>
      )}
    </Card>
  );
}

/** An hour of a quarter of a year is no pixel wide, and is seen all the same. */
function Filled({ part: { from, width } }: { part: Stretch }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    bar.current?.style.setProperty('left', `min(${from * 100}%, 100% - 3px)`);
    bar.current?.style.setProperty('width', `max(${width * 100}%, 3px)`);
  }, [from, width]);
  return <i ref={bar} />;
}
