import { useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import type { Total } from '../earningsApi.ts';
import { amount } from '../earningsModel.ts';
import { text } from '../earningsText.ts';
import classes from './earnings.module.css';

/** Sums by shop, or by the money of the orders; a shop opens its entries. */
export function TotalsCard({ title, totals, month }: { title: string; totals: readonly Total[]; month: string }) {
  const shops = useShops();
  const { shop, currency, paid, back, client, platform } = text.heads;
  if (totals.length === 0) return null;
  const byShop = totals.some((one) => one.account_id);
  return (
    <Card title={title}>
      {/* It may be wider than a phone, and is then moved by keys too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
        <table className={classes.table}>
          <thead>
            <tr>{[byShop ? shop : currency, paid, back, client, platform].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
          </thead>
          <tbody>
            {totals.map((one) => (
              <tr key={`${one.account_id} ${one.currency}`}>
                <th scope="row">{one.account_id ? <Link to={`/earnings?month=${month}&account=${one.account_id}`} className="link" title={text.toEntries}><bdi>{shops.nameOf(one.account_id) || one.account_id.slice(-8)}</bdi></Link> : one.currency}</th>
                <td data-head={paid}><Money {...amount(one, 'paid')} /></td>
                <td data-head={back}><Money currency={one.currency} minor={one.back_minor} /></td>
                <td data-head={client}><Money {...amount(one, 'client')} /></td>
                <td data-head={platform}><Money {...amount(one, 'platform')} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
