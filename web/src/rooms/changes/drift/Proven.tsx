import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES } from '../../../lib/changes.ts';
import { dayNames, DAYS_SHOWN, lately, shareOf, type Shares } from '../../../lib/drift.ts';
import { useMay } from '../../../lib/me.ts';
import { number, percent, step } from '../../../lib/number.ts';
import type { Shop, Shops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { HandOverDialog } from '../../../ui/change/HandOverDialog.tsx';
import { Chart } from '../../../ui/chart/Chart.tsx';
import { Figures } from '../../../ui/Figures.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { type Reading, readAgain } from './api.ts';
import classes from './drift.module.css';
import { text } from './text.ts';

const WEEK = 7;
const DRAWN = 6;
const POINTS = 100;

/** The share of listings that are as we left them: all together, by day, and shop by shop. */
export function Proven({ shares, shops }: { shares: Shares | undefined; shops: Shops }) {
  const [now] = useState(() => Date.now());
  const [handing, setHanding] = useState<Shop | null>(null);
  const connected = (shops.all ?? []).filter((shop) => shop.state !== 'disconnected');
  const days = shares?.days ?? [];
  const week = shareOf(lately(days, WEEK, now));
  const before = shareOf(lately(days, WEEK, now, WEEK));
  const looked = lately(days, WEEK, now).reduce((sum, one) => sum + one.looked, 0);
  const waiting = Object.values(shares?.waiting ?? {}).reduce((sum, one) => sum + one, 0);
  const drawn = connected.filter((shop) => days.some((one) => one.account_id === shop.id)).slice(0, DRAWN);
  const names = dayNames(DAYS_SHOWN, now);
  return (
    <>
      <Figures
        label={text.figures}
        figures={[
          { name: text.share, value: shares && (week === null ? '–' : percent(week)), more: moreOf(week, before) },
          { name: text.looked, value: shares && number(looked) },
          { name: text.waiting, value: shares && number(waiting), to: '/changes/drift?state=found', why: text.views.waiting },
        ]}
      />
      {drawn.length > 0 && week !== null && new Set(days.map((one) => one.day)).size > 1 && (
        <Chart
          title={text.trend}
          finding={text.trendFinding(percent(week))}
          kind="line"
          height="low"
          unit="%"
          points={names}
          series={drawn.map((shop) => ({ name: shop.name, values: names.map((day) => pointOf(days.filter((one) => one.account_id === shop.id && one.day === day))) }))}
        />
      )}
      {shares && connected.length > 0 && (
        <Card title={text.shops}>
          <ul className={classes.shops}>
            {connected.map((shop) => <ShopLine key={shop.id} shop={shop} shares={shares} now={now} onHand={() => setHanding(shop)} />)}
          </ul>
        </Card>
      )}
      <HandOverDialog wanted={handing && { title: handing.name, parts: [{ account: handing.id, things: null, fields: [] }] }} onClose={() => setHanding(null)} />
    </>
  );
}

function moreOf(week: number | null, before: number | null): string {
  if (week === null) return text.none;
  return before === null ? '' : text.shareMore(step((week - before) * POINTS, 1));
}

function pointOf(days: Shares['days']): number | null {
  const share = shareOf(days);
  return share === null ? null : share * POINTS;
}

type LineProps = { shop: Shop; shares: Shares; now: number; onHand: () => void };

function ShopLine({ shop, shares, now, onHand }: LineProps) {
  const may = useMay();
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const days = shares.days.filter((one) => one.account_id === shop.id);
  const [week, before] = [shareOf(lately(days, WEEK, now)), shareOf(lately(days, WEEK, now, WEEK))];
  const reading = shares.readings.find((one) => one.account_id === shop.id);
  const waiting = shares.waiting[shop.id] ?? 0;
  const again = () => act(async () => {
    await readAgain(shop.id);
    toast(text.readAsked);
    await client.invalidateQueries({ queryKey: CHANGES });
  });
  return (
    <li>
      <span className={classes.name}><Tile platform={shop.platform} /><Link to={`/connections/${shop.id}`}><bdi>{shop.name}</bdi></Link></span>
      <span className={classes.share}>
        {week === null ? <span className="faint">{text.none}</span> : <><b>{percent(week)}</b> <span className="muted">{text.proven}</span></>}
        {week !== null && before !== null && <span className="faint small"> {text.shareMore(step((week - before) * POINTS, 1))}</span>}
      </span>
      <span className={classes.told}>
        {waiting > 0 && <Link to={`/changes/drift?state=found&account=${shop.id}`} className="link">{text.open(number(waiting))}</Link>}
        <ReadingWords reading={reading} />
      </span>
      <span className={classes.acts}>
        {may('changes.drift.approve') && <Button size="xs" disabled={busy || (reading !== undefined && reading.ended_at === null)} onClick={() => void again()}>{text.readAll}</Button>}
        {may('changes.owner.approve') && <Button size="xs" onClick={onHand}>{text.hand}</Button>}
      </span>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
    </li>
  );
}

function ReadingWords({ reading }: { reading: Reading | undefined }) {
  if (reading === undefined) return null;
  if (reading.ended_at === null) return <span className="muted" role="status">{text.reading(number(reading.looked), number(reading.things))}</span>;
  return <span className="faint">{text.readOn}: {number(reading.looked)}</span>;
}
