import { Card } from '../../../ui/Card.tsx';
import { Money } from '../../../ui/Money.tsx';
import type { Sums, WholeOrder } from '../api.ts';
import { sumRows } from '../model.ts';
import { text } from '../orderText.ts';
import classes from './orders.module.css';

/** Every sum in the money of the shop; where the buyer saw another, theirs beside it. */
export function MoneyCard({ whole: { sums, buyer_sums: buyer, payment_method: method, coupons, prices_include_tax: included } }: { whole: WholeOrder }) {
  const { currency } = sums;
  if (currency === null) return <Card title={text.money} padded><p className="muted">{text.noMoney}</p></Card>;
  const other = buyer.currency !== null && buyer.currency !== currency ? buyer : null;
  const notes = [other?.currency && text.buyerSees(other.currency), included === null ? '' : included ? text.taxIn : text.taxOut, method && `${text.method} ${method}`].filter(Boolean);
  return (
    <Card title={text.money} end={<span className="sub">{currency}</span>}>
      <table className={`${classes.money} ${other ? classes.both : ''}`} aria-label={text.money}>
        {other && <thead><tr><th><span className="sr">{text.money}</span></th><th scope="col">{currency}</th><th scope="col">{other.currency}</th></tr></thead>}
        <tbody>
          {sumRows(sums).map(({ name, minor }) => (
            <Row key={name} name={name === 'discount' && coupons.length > 0 ? text.coupon(coupons.join(', ')) : text.sums[name]} minor={minor} currency={currency} other={other} of={name} bad={name === 'remainder'} />
          ))}
          {sums.total !== null && <Row name={text.total} minor={sums.total} currency={currency} other={other} of="total" total />}
          {(sums.gift_card ?? 0) !== 0 && <Row name={text.giftCard} minor={sums.gift_card ?? 0} currency={currency} other={other} of="gift_card" />}
          {sums.refunded > 0 && <Row name={text.refund} minor={-sums.refunded} currency={currency} other={other} of="refunded" />}
          {sums.refunded > 0 && sums.total !== null && <Row name={text.keeps} minor={sums.total - sums.refunded} currency={currency} other={null} of="total" total />}
        </tbody>
      </table>
      {notes.length > 0 && <p className={classes.foot}>{notes.join(' · ')}</p>}
    </Card>
  );
}

type RowProps = { name: string; minor: number; currency: string; other: Sums | null; of: keyof Sums; total?: boolean; bad?: boolean };

function Row({ name, minor, currency, other, of, total = false, bad = false }: RowProps) {
  const theirs = other?.[of];
  return (
    <tr className={total ? classes.total : ''}>
      <th scope="row" className={bad ? 'warn' : ''}><bdi>{name}</bdi></th>
      <td><Money minor={minor} currency={currency} bare /></td>
      {other && <td className="muted">{typeof theirs === 'number' && <Money minor={minor < 0 ? -Math.abs(theirs) : theirs} currency={other.currency ?? ''} bare />}</td>}
    </tr>
  );
}
