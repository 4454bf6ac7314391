import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { money } from '../../lib/money.ts';
import { number, percent } from '../../lib/number.ts';
import { Chart } from '../../ui/chart/Chart.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { type Figure, Figures } from '../../ui/Figures.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { type Days, type Earnings, earningsQuery, type Share, sharesQuery, type Total } from './earningsApi.ts';
import { amount, daysOf, drawn, monthOf, moved } from './earningsModel.ts';
import { missing, text } from './earningsText.ts';
import classes from './parts/earnings.module.css';
import { EntriesTable } from './parts/EntriesTable.tsx';
import { StatementsCard } from './parts/StatementsCard.tsx';
import { TotalsCard } from './parts/TotalsCard.tsx';

const WHOLE = 10_000;

/** What a month came to, day by day and shop by shop, with the entries that it is made of. */
export default function EarningsScreen() {
  const may = useMay();
  const { search, change } = useAddress();
  const [now] = useState(() => new Date());
  const month = monthOf(wordOf(search, 'month'), now);
  const days = daysOf(month);
  const found = useQuery(earningsQuery(days));
  const shares = useQuery({ ...sharesQuery, enabled: may('billing.share.read') });
  const go = (to: string) => change({ month: to === monthOf('', now) ? null : to });
  return (
    <>
      <PageHead
        title={text.title}
        facts={shares.data ? shareWords(shares.data.now) : text.about}
        actions={
          <div className={classes.month} role="group" aria-label={text.whichMonth}>
            <IconButton icon="left" label={text.before} onClick={() => go(moved(month, -1))} />
            <b aria-live="polite">{month}</b>
            <IconButton icon="right" label={text.after} disabled={month >= monthOf('', now)} onClick={() => go(moved(month, 1))} />
          </div>
        }
      />
      <Stack>
        {found.error && !found.data ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : found.data ? <Came found={found.data} days={days} now={now} /> : <Loading />}
        <EntriesTable key={month} days={days} />
        {may('billing.statement.read') && <StatementsCard />}
      </Stack>
    </>
  );
}

function Came({ found, days, now }: { found: Earnings; days: Days; now: Date }) {
  if (found.orders.length === 0 && found.home.length === 0) {
    return <Empty title={text.nothing} more={text.nothingMore}><Link to="/orders" className="button">{text.toOrders}</Link></Empty>;
  }
  return (
    <>
      {found.findings.map((each) => <Note key={each.code} tone="warn" icon="clock">{text.waits(missing(each.code, each.sentence))}</Note>)}
      {found.home.map((total) => <Figures key={total.currency} label={`${text.title} ${total.currency}`} figures={figuresOf(total)} />)}
      {found.home.map((total) => <DaysChart key={total.currency} total={total} found={found} days={days} now={now} />)}
      <TotalsCard title={text.shops} totals={found.shops} month={days.since.slice(0, 7)} />
      <TotalsCard title={text.orders} totals={found.orders} month={days.since.slice(0, 7)} />
    </>
  );
}

function figuresOf(total: Total): Figure[] {
  const { figures } = text;
  return [
    { name: figures.paid, value: <Money {...amount(total, 'paid')} short /> },
    { name: figures.back, value: <Money currency={total.currency} minor={total.back_minor} short /> },
    { name: figures.client, value: <Money {...amount(total, 'client')} short /> },
    { name: figures.platform, value: <Money {...amount(total, 'platform')} short /> },
    { name: figures.entries, value: number(total.entries) },
  ];
}

function DaysChart({ total, found, days, now }: { total: Total; found: Earnings; days: Days; now: Date }) {
  const { points, client, platform } = drawn(found.times, total.currency, days, now);
  return (
    <Chart
      title={text.chart(total.currency)}
      finding={text.finding(money(amount(total, 'client')), money(amount(total, 'platform')))}
      kind="bar"
      points={points}
      series={[{ name: text.figures.client, values: client }, { name: text.figures.platform, values: platform }]}
      unit={total.currency}
    />
  );
}

function shareWords(share: Share | null): string {
  if (!share) return text.none;
  if (share.kind === 'off' || share.client_bp === null) return text.off;
  return text.shared(percent(share.client_bp / WHOLE), percent(1 - share.client_bp / WHOLE), share.currency ?? '');
}
