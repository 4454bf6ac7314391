import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Money } from '../../../ui/Money.tsx';
import { unitFigure } from '../model.ts';
import type { Money as Amount, Order } from '../values.ts';
import { text } from '../wholeText.ts';
import classes from './rows.module.css';

/** What was bought and what it comes to, as the shop counts it. */
export function LinesCard({ order }: { order: Order }) {
  const { item, quantity, each, total } = text.lineHeads;
  return (
    <Card title={text.lines} sub={text.withoutTax}>
      {order.lines.length === 0 ? <p className={classes.none}>{text.noLines}</p> : (
        // A region that scrolls is reached by the keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.lines}>
          <table className={classes.table}>
            <thead><tr><th scope="col">{item}</th><th scope="col" className={classes.right}>{quantity}</th><th scope="col" className={classes.right}>{each}</th><th scope="col" className={classes.right}>{total}</th></tr></thead>
            <tbody className={classes.lines}>
              {order.lines.map((line) => (
                <tr key={line.remote_id}>
                  <th scope="row"><bdi>{line.title ?? line.sku ?? line.remote_id}</bdi>{line.sku && <small className="sku">{line.sku}</small>}</th>
                  <td className={classes.right}>{line.quantity === null ? '' : number(line.quantity)}</td>
                  <td className={classes.right}>{line.unit_price && <><span className="cur">{line.unit_price.currency}</span>{'\u202F'}{unitFigure(line.unit_price)}</>}</td>
                  <td className={classes.right}>{line.total && <Money {...line.total} />}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <Sum name={text.shipping} amount={order.shipping} />
              <Sum name={text.discount} amount={takenOff(order.discount)} />
              {order.fees.map((fee, at) => <Sum key={`${fee.title ?? ''}${at + 1}`} name={fee.title ?? text.fee} amount={fee.total} />)}
              <Sum name={text.tax} amount={order.tax} />
              <Sum name={text.total} amount={order.total} />
            </tfoot>
          </table>
        </div>
      )}
    </Card>
  );
}

function Sum({ name, amount }: { name: string; amount: Amount | null }) {
  if (!amount) return null;
  return <tr><th scope="row" colSpan={3}>{name}</th><td className={classes.right}><Money {...amount} /></td></tr>;
}

/** What is taken off is written with its minus, whichever way the shop writes it. */
function takenOff(amount: Amount | null): Amount | null {
  return amount && { ...amount, minor: -Math.abs(amount.minor) };
}
