import { useMay } from '../../../lib/me.ts';
import { number, percent } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Time } from '../../../ui/Time.tsx';
import { aboveOf } from '../model.ts';
import { text } from '../purchaseText.ts';
import type { PurchaseLine, WholePurchase } from '../shapes.ts';
import classes from './purchasing.module.css';
import { Wide } from './Shared.tsx';

/** What each line was expected to cost and what it does, then freight and what is taken off. */
export function QuoteCard({ whole }: { whole: WholePurchase }) {
  const { quote, lines, currency, total_minor: total } = whole;
  const { what, pieces, expected, now, sum } = text.heads;
  const above = aboveOf(quote);
  const money = (minor: number | null) => (minor === null || currency === null ? '' : <Money minor={minor} currency={currency} />);
  return (
    <Card
      title={quote.quoted_at ? text.quote : text.lines}
      sub={quote.quoted_at ? <>{text.quoteOf} <Time at={quote.quoted_at} as="when" /></> : undefined}
      end={above !== null && Math.abs(above) >= 0.001 && <span className={`small ${above > 0 ? 'warn' : 'faint'}`}>{text.aboveBy(percent(above, { signed: true }))}</span>}
    >
      <Wide label={text.quote}>
        <table className={`${classes.lines} ${classes.phone}`} aria-label={text.quote}>
          <thead><tr><th scope="col">{what}</th><th scope="col" className={classes.num}>{pieces}</th><th scope="col" className={classes.num}>{expected}</th><th scope="col" className={classes.num}>{now}</th><th scope="col" className={classes.num}>{sum}</th></tr></thead>
          <tbody>
            {lines.map((line) => <LineRow key={line.id} line={line} money={money} />)}
            {quote.freight_minor !== null && <tr><th scope="row" colSpan={4}>{text.freight(quote.freight_name)}<small>{text.arrives(quote.days_min, quote.days_max)}</small></th><td data-label={sum} className={classes.num}>{money(quote.freight_minor)}</td></tr>}
            {quote.discount_minor > 0 && <tr><th scope="row" colSpan={4}>{text.discount(quote.voucher_code)}</th><td data-label={sum} className={classes.num}>{money(-quote.discount_minor)}</td></tr>}
            {total !== null && <tr className={classes.sum}><th scope="row" colSpan={4}>{text.total}</th><td data-label={sum} className={classes.num}>{money(total)}</td></tr>}
          </tbody>
        </table>
      </Wide>
      {whole.costs_hidden && <p className={classes.foot}>{text.costsHidden}</p>}
      {quote.quoted_at === null && <p className={classes.foot}>{text.noQuote}</p>}
    </Card>
  );
}

function LineRow({ line, money }: { line: PurchaseLine; money: (minor: number | null) => React.ReactNode }) {
  const mayStock = useMay()('stock.level.read');
  const { pieces, expected, now, sum } = text.heads;
  const { expected_minor: before, price_minor: price } = line;
  const title = <bdi>{line.title || line.sku || line.variant_remote_id}</bdi>;
  const dearer = before !== null && price !== null && price > before;
  return (
    <tr>
      <th scope="row">{mayStock ? <Link to={`/stock/${line.variant_id}`} className={classes.quietLink}>{title}</Link> : title}<small className="sku">{[line.sku, line.supplier_sku && text.theirSku(line.supplier_sku)].filter(Boolean).join(' · ')}</small></th>
      <td data-label={pieces} className={classes.num}>{number(line.quantity)}{line.unwanted > 0 && <small className="warn"> {text.unwanted(line.unwanted)}</small>}</td>
      <td data-label={expected} className={`${classes.num} muted`}>{money(before)}</td>
      <td data-label={now} className={`${classes.num} ${dearer ? 'warn strong' : ''}`}>{money(price)}</td>
      <td data-label={sum} className={classes.num}>{money(price === null ? null : price * line.quantity)}</td>
    </tr>
  );
}
