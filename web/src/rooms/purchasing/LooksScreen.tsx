import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
<<<<<<< HEAD
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LOOKS, looksQuery, planLooks } from './looksApi.ts';
import { text } from './looksText.ts';
import { LookDayCards } from './parts/LookDayCards.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs, Refused } from './parts/Shared.tsx';

/** What is read at suppliers today and tomorrow within their points, and what stays stale. */
export default function LooksScreen() {
  const may = useMay()('purchasing.offer.write');
  const client = useQueryClient();
  const found = useQuery(looksQuery);
  const { busy, refused, act } = useAct();
  const anew = () => act(async () => {
    await planLooks();
    toast(text.asked);
    await client.invalidateQueries({ queryKey: LOOKS });
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && <Button loading={busy} onClick={() => void anew()}>{text.anew}</Button>} />
      <PurchasingTabs />
      <Refused refused={refused} />
      {found.error && !found.data ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Loading /> : found.data.length === 0 ? (
        <Empty title={text.none} more={text.noneMore}><Link to="/purchasing/suppliers" className="button">{text.toSuppliers}</Link></Empty>
      ) : (
        <div className={classes.stack}>{found.data.map((each) => <LookDayCards key={`${each.account_id} ${each.day}`} day={each} />)}</div>
      )}
    </>
  );
}
=======
import { number, percent } from '../../lib/number.ts';
import { clock } from '../../lib/time.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { useNow } from '../../lib/useNow.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Money } from '../../ui/Money.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { money } from '../../lib/money.ts';
import { LOOKS, looksQuery, planLooks } from './lookApi.ts';
import { text } from './lookText.ts';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs, Refused, Wide } from './parts/Shared.tsx';
import type { LookDay, Unfresh } from './shapes.ts';

/** What is looked up at suppliers today and tomorrow, and what cannot be kept fresh. */
export default function LooksScreen() {
  const client = useQueryClient();
  const may = useMay()('purchasing.offer.write');
  const looks = useQuery(looksQuery);
  const { busy, refused, act } = useAct();
  const plan = () => act(async () => {
    await planLooks();
    await client.invalidateQueries({ queryKey: LOOKS });
    toast(text.planning);
  });
  // What comes is of more weight than what is nearly over.
  const days = (looks.data ?? []).toSorted((one, other) => other.day.localeCompare(one.day));
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && days.length > 0 && <Button leftSection={<Icon name="refresh" />} loading={busy} onClick={() => void plan()}>{text.plan}</Button>} />
      <PurchasingTabs />
      <Stack>
        <Refused refused={refused} />
        {!looks.data && <Card label={text.title}>{looks.error ? <ErrorState error={looks.error} retry={() => void looks.refetch()} /> : <Loading rows={6} />}</Card>}
        {looks.data && days.length === 0 && <Card label={text.title}><Empty title={text.empty} more={text.emptyMore}><Link to="/purchasing/suppliers" className="button">{text.toSuppliers}</Link></Empty></Card>}
        {days.map((day) => <Day key={`${day.account_id} ${day.day}`} day={day} />)}
      </Stack>
    </>
  );
}

function Day({ day }: { day: LookDay }) {
  const { suppliers, currency, budget, spent, planned, products, loss_minor: loss, loss_without_minor: without, more_points: more, loss_more_minor: lossMore } = day;
  const now = new Date(useNow());
  const called = text.of(new Date(day.since) > now ? text.tomorrow : text.today, suppliers.join(', '));
  return (
    <section aria-label={called} className={classes.stack}>
      <div className={classes.over}><h2>{called}</h2><span className="faint small">{text.made} <Time at={day.made_at} /></span></div>
      <Figures
        label={text.figures}
        small
        figures={[
          { name: text.points, value: number(planned), more: text.pointsMore(number(spent), number(budget)) },
          { name: text.products, value: number(products) },
          { name: text.loss, value: <Money minor={loss} currency={currency} />, more: text.lossMore(money({ minor: without, currency })) },
          { name: text.more, value: lossMore === null ? text.noMore : <Money minor={lossMore} currency={currency} />, more: lossMore === null ? undefined : text.moreOf(number(more), number(day.unfresh_more)) },
        ]}
      />
      {lossMore !== null && <Card title={text.level} padded><p>{lossMore < loss ? text.levelMore(number(more), money({ minor: lossMore, currency }), number(day.unfresh_more)) : text.levelNone}</p></Card>}
      <Card title={text.unfresh} sub={day.unfresh_count > 0 ? text.unfreshSub(number(day.unfresh.length), number(day.unfresh_count)) : undefined}>
        {day.unfresh.length === 0 ? <p className={classes.foot}>{text.unfreshNone}</p> : <Table rows={day.unfresh} currency={currency} />}
      </Card>
      {day.hours.length > 0 && <Hours day={day} />}
    </section>
  );
}

function Table({ rows, currency }: { rows: readonly Unfresh[]; currency: string }) {
  const { goods, why, looks, wrong, stale, loss } = text.heads;
  return (
    <Wide label={text.unfresh}>
      <table className={`${classes.lines} ${classes.phone}`} aria-label={text.unfresh}>
        <thead><tr><th scope="col">{goods}</th><th scope="col">{why}</th><th scope="col" className={classes.num}>{looks}</th><th scope="col" className={classes.num}>{wrong}</th><th scope="col" className={classes.num}>{stale}</th><th scope="col" className={classes.num}>{loss}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.product_id}>
              <th scope="row"><Link to={`/purchasing/offers?variant=${row.variant_id}`} className={classes.quietLink}><bdi>{row.title || row.sku || row.product_id}</bdi></Link><small className="sku">{row.sku}</small></th>
              <td className="muted">{text.whys[row.why] ?? row.why}</td>
              <td data-label={looks} className={classes.num}>{number(row.looks)}</td>
              <td data-label={wrong} className={classes.num}>{text.ofDay(percent(row.wrong))}</td>
              <td data-label={stale} className={classes.num}>{text.days(number(row.stale_days, 1))}</td>
              <td data-label={loss} className={`${classes.num} strong`}><Money minor={row.loss_minor} currency={currency} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** So many products in each hour, and how many of them were looked at. */
function Hours({ day: { hours } }: { day: LookDay }) {
  return (
    <details className={`card ${classes.hours}`}>
      <summary>{text.hours}</summary>
      <Wide label={text.hours}>
        <table className={classes.lines} aria-label={text.hours}>
          <thead><tr><th scope="col">{text.hour}</th><th scope="col" className={classes.num}>{text.planned}</th><th scope="col" className={classes.num}>{text.done}</th></tr></thead>
          <tbody>{hours.map((hour) => <tr key={hour.at}><th scope="row">{clock(new Date(hour.at))}</th><td className={classes.num}>{number(hour.looks)}</td><td className={classes.num}>{number(hour.done)}</td></tr>)}</tbody>
        </table>
      </Wide>
    </details>
  );
}
>>>>>>> ff2068d0d6d536276817dc4023b4aaf4d6ba35b4
