import { number, percent } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Time } from '../../../ui/Time.tsx';
import { marginOf } from '../model.ts';
import { text } from '../purchaseText.ts';
import type { WholePurchase } from '../shapes.ts';
import classes from './purchasing.module.css';

/** What of the sale remains after the supplier, and at which rate that was worked out. */
export function MarginCard({ whole: { quote, currency, total_minor: total, paid_minor: paid } }: { whole: WholePurchase }) {
  const { sale_minor: sale, sold_minor: sold, sale_currency: soldIn, rate, rate_on: on } = quote;
  const margin = marginOf(quote, total);
  if (currency === null || total === null) return null;
  const money = (minor: number) => <Money minor={minor} currency={currency} />;
  const foreign = soldIn !== null && soldIn !== currency;
  return (
    <Card title={text.money} end={<span className="faint small">{currency}</span>}>
      <table className={classes.money}>
        <tbody>
          {sold !== null && soldIn !== null && <tr><th scope="row">{text.sold}</th><td><Money minor={sold} currency={soldIn} /></td></tr>}
          {sale !== null && foreign && <tr><th scope="row">{text.soldIn}</th><td>{money(sale)}</td></tr>}
          <tr><th scope="row">{text.costs}</th><td>{money(-total)}</td></tr>
          {margin && <tr className={classes.total}><th scope="row">{text.remains}</th><td>{money(margin.left)}</td></tr>}
          {paid !== null && <tr><th scope="row">{text.paid}</th><td className={paid > total ? 'warn strong' : ''}>{money(paid)}</td></tr>}
        </tbody>
      </table>
      {margin ? (
        <div className={classes.share}>
          <Meter value={margin.share} label={text.remains} tone={margin.left > 0 ? 'ok' : 'warn'} />
          <small>{text.ofSale(percent(margin.share))}{foreign && rate !== null && on !== null && <>. <Rate one={soldIn} rate={rate} other={currency} on={on} /></>}</small>
        </div>
      ) : <p className={classes.foot}>{text.noMargin}</p>}
      {paid !== null && paid > total && <p className={`${classes.foot} warn`}>{text.paidMore}</p>}
    </Card>
  );
}

function Rate({ one, rate, other, on }: { one: string; rate: string; other: string; on: string }) {
  const digits = Number(rate) >= 100 ? 2 : 4;
  const [before = '', after = ''] = text.rate(one, number(Number(rate), digits), other, '\0').split('\0');
  return <>{before}<Time at={on} as="day" />{after}</>;
}
