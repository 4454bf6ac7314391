import { money } from '../../../lib/money.ts';
import { number, percent } from '../../../lib/number.ts';
import { clock, day as dayWords } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { Chart } from '../../../ui/chart/Chart.tsx';
import { Figures } from '../../../ui/Figures.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import { byHour, pays } from '../looksModel.ts';
import { text } from '../looksText.ts';
import type { LookDay, Unfresh } from '../shapes.ts';
import classes from './purchasing.module.css';
import { Wide } from './Shared.tsx';

/** The plan of one supplier for one day. */
export function LookDayCards({ day }: { day: LookDay }) {
  const now = new Date(useNow());
  const { figures } = text;
  const name = text.of(day.suppliers.join(', '), dayWords(new Date(`${day.day}T12:00:00Z`), now));
  const words = text.budget(number(day.spent), number(day.budget));
  return (
    <>
      <Card title={name} sub={text.until(clock(new Date(day.until)))} padded>
        <div className={classes.stack}>
          <Meter value={day.budget === 0 ? 0 : day.spent / day.budget} label={words} />
          <span className="muted">{words}</span>
          <Note>{pays(day) && day.loss_more_minor !== null ? text.more(number(day.more_points), money({ currency: day.currency, minor: day.loss_more_minor }), number(day.unfresh_more)) : text.noMore(number(day.more_points))}</Note>
        </div>
      </Card>
      <Figures
        label={name}
        figures={[
          { name: figures.spent, value: number(day.spent), more: text.ofPoints(number(day.budget)) },
          { name: figures.planned, value: number(day.planned), more: text.ofPoints(number(day.budget)) },
          { name: figures.products, value: number(day.products) },
          { name: figures.loss, value: day.currency && <Money currency={day.currency} minor={day.loss_minor} short />, more: text.within },
          { name: figures.without, value: day.currency && <Money currency={day.currency} minor={day.loss_without_minor} short />, more: text.within },
        ]}
      />
      <HoursChart day={day} />
      <UnfreshCard day={day} />
    </>
  );
}

const sum = (values: readonly number[]) => number(values.reduce((all, one) => all + one, 0));

function HoursChart({ day }: { day: LookDay }) {
  const hours = byHour(day);
  const done = hours.map((hour) => hour.done);
  const open = hours.map((hour) => hour.open);
  return (
    <Chart
      title={text.chart}
      finding={text.finding(sum(done), sum(open))}
      kind="bar"
      points={hours.map(({ at }) => clock(at))}
      series={[{ name: text.done, values: done }, { name: text.open, values: open }]}
      height="low"
    />
  );
}

function UnfreshCard({ day }: { day: LookDay }) {
  const { product, why, looks, wrong, stale, loss } = text.heads;
  if (day.unfresh.length === 0) return <Card title={text.unfresh} padded><p className="muted">{text.allFresh}</p></Card>;
  return (
    <Card title={text.unfresh} sub={text.unfreshOf(number(day.unfresh.length), number(day.unfresh_count))}>
      <Wide label={text.unfresh}>
        <table className={classes.lines} aria-label={text.unfresh}>
          <thead><tr><th scope="col">{product}</th><th scope="col">{why}</th>{[looks, wrong, stale, loss].map((head) => <th key={head} scope="col" className={classes.num}>{head}</th>)}</tr></thead>
          <tbody>{day.unfresh.map((row) => <Row key={row.product_id} row={row} currency={day.currency} />)}</tbody>
        </table>
      </Wide>
    </Card>
  );
}

function Row({ row, currency }: { row: Unfresh; currency: string }) {
  return (
    <tr>
      <th scope="row"><Link to={`/stock/${row.variant_id}`} className="link"><bdi>{row.title || row.product_id}</bdi></Link><small className="sku">{row.sku}</small></th>
      <td>{text.whys[row.why]}</td>
      <td className={classes.num}>{number(row.looks)}</td>
      <td className={classes.num}>{text.wrongOf(percent(row.wrong))}</td>
      <td className={classes.num}>{text.days(number(row.stale_days, 1))}</td>
      <td className={classes.num}><Money currency={currency} minor={row.loss_minor} /></td>
    </tr>
  );
}
