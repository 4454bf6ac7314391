import { useMay } from '../../../lib/me.ts';
import { exponent } from '../../../lib/money.ts';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Line, WholeOrder } from '../api.ts';
import { type From as Source, sourcesOf } from '../supplied.ts';
import type { SuppliedWhole } from '../suppliedApi.ts';
import { text as supplied } from '../suppliedText.ts';
import { leftOf } from '../model.ts';
import { text } from '../orderText.ts';
import classes from './orders.module.css';
import { SuppliedSign } from './SuppliedCard.tsx';

const EXACT = 1e-6;

/** What was bought, where it comes from, and what it costs in the money of the shop. */
export function LinesCard({ whole: { lines, sums }, supplied: wholes }: { whole: WholeOrder; supplied: readonly SuppliedWhole[] }) {
  const { product, from, pieces, price, tax, sum } = text.lineHeads;
  const kept = lines.filter((line) => !line.removed);
  const taxed = lines.some((line) => (line.tax_minor ?? 0) !== 0);
  return (
    <Card title={text.lines} sub={text.linesSub(kept.length, kept.reduce((all, line) => all + line.quantity, 0))}>
      {lines.length === 0 ? <p className="card-body muted">{text.noLines}</p> : (
        <div className={classes.wide}>
          <table className={`${classes.lines} ${classes.phone}`} aria-label={text.lines}>
            <thead>
              <tr><th scope="col">{product}</th><th scope="col">{from}</th><th scope="col" className={classes.num}>{pieces}</th><th scope="col" className={classes.num}>{price}</th>{taxed && <th scope="col" className={classes.num}>{tax}</th>}<th scope="col" className={classes.num}>{sum}</th></tr>
            </thead>
            <tbody>{lines.map((line) => <LineRow key={line.id} line={line} currency={sums.currency ?? ''} taxed={taxed} sources={sourcesOf(line.id, wholes)} />)}</tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function LineRow({ line, currency, taxed, sources }: { line: Line; currency: string; taxed: boolean; sources: readonly Source[] }) {
  const mayStock = useMay()('stock.level.read');
  const { pieces, price, tax, sum } = text.lineHeads;
  const title = <bdi>{line.title || line.sku || line.remote_id}</bdi>;
  return (
    <tr className={line.removed ? classes.gone : ''}>
      <th scope="row">{line.variant_id && mayStock ? <Link to={`/stock/${line.variant_id}`} className={classes.quietLink}>{title}</Link> : title}<small className="sku">{line.sku || text.noSku}</small></th>
      <td className={classes.from}><From line={line} sources={sources} /></td>
      <td data-label={pieces} className={classes.num}>{number(line.quantity)}</td>
      <td data-label={price} className={`${classes.num} muted`}>{line.unit_price !== null && <Price price={line.unit_price} currency={currency} />}</td>
      {taxed && <td data-label={tax} className={`${classes.num} muted`}>{line.tax_minor === null ? '' : <Money minor={line.tax_minor} currency={currency} />}</td>}
      <td data-label={sum} className={`${classes.num} strong`}>{line.total_minor === null ? '' : <Money minor={line.total_minor} currency={currency} />}</td>
    </tr>
  );
}

/** As precise as the shop tells it: of a share of the smallest coin all of it is shown. */
function Price({ price, currency }: { price: string; currency: string }) {
  const minor = Number(price) * 10 ** exponent(currency);
  const whole = Math.round(minor);
  if (Math.abs(minor - whole) < EXACT) return <Money minor={whole} currency={currency} />;
  return <span className="nowrap"><span className="cur">{currency}</span>{'\u202F'}{number(Number(price), price.split('.')[1]?.length ?? 0)}</span>;
}

function From({ line, sources }: { line: Line; sources: readonly Source[] }) {
  if (line.removed) return <Sign shape="slashed" colour="ink3">{text.removed}</Sign>;
  return (
    <span className={classes.signs}>
      {!line.variant_id && <Sign shape="warn" colour="warn">{text.unmatched}</Sign>}
      {line.short > 0 && <Sign shape="octagon" colour="bad">{text.short(line.short)}</Sign>}
      {line.bought > 0 && sources.length === 0 && <Sign shape="wall" colour="accent">{supplied.bought(line.bought)}</Sign>}
      {sources.map((each) => <Link key={each.id} to={`/purchasing/orders/${each.id}`} title={supplied.number(each.number)} className={classes.source}><SuppliedSign state={each.state} words={supplied.from(each.count, each.supplier)} /></Link>)}
      {line.held > 0 && <Sign shape="ringDot" colour="accent">{text.held(line.held)}</Sign>}
      {line.shipped > 0 && <Sign shape="check" colour="ok">{text.shipped(line.shipped)}</Sign>}
      {line.refunded > 0 && <Sign shape="back" colour="ink3">{text.refunded(line.refunded)}</Sign>}
      {line.variant_id && line.held === 0 && line.short === 0 && leftOf(line) > line.bought && line.shipped === 0 && sources.length === 0 && <span className="faint">{text.notReserved}</span>}
    </span>
  );
}
