import { number } from '../../lib/number.ts';
import { Link } from '../../ui/Link.tsx';
import { Money } from '../../ui/Money.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter } from '../../ui/table/filters.ts';
import { Time } from '../../ui/Time.tsx';
import { money } from '../../lib/money.ts';
import { text } from './offerText.ts';
import classes from './parts/purchasing.module.css';
import type { Offer, Supplier } from './shapes.ts';

export function offerColumns(): Column<Offer>[] {
  const { goods, supplier, state, price, least, lead, share, stock } = text.heads;
  return [
    { id: 'goods', head: goods, kind: 'name', phone: 'title', cell: (row) => <span className={classes.two}><bdi>{row.title || row.sku}</bdi><small className="sku">{row.sku}</small></span> },
    { id: 'supplier', head: supplier, kind: 'text', phone: 'more', cell: (row) => <span className={classes.two}><Link to={`/purchasing/suppliers/${row.supplier_id}`} className="link"><bdi>{row.supplier}</bdi></Link><small>{row.supplier_sku || row.variant_remote_id}</small></span> },
    { id: 'state', head: state, kind: 'state', cell: (row) => <OfferSign state={row.state} /> },
    { id: 'price', head: price, kind: 'money', phone: 'end', cell: (row) => <Price row={row} /> },
    { id: 'least', head: least, kind: 'number', cell: (row) => <span className={classes.two}><span>{number(row.minimum)}</span>{row.case_pack > 1 && <small>{text.inCases(number(row.case_pack))}</small>}</span> },
    { id: 'lead', head: lead, kind: 'number', cell: (row) => (row.lead_days === null ? <span className="faint">{text.asSupplier}</span> : text.days(number(Number(row.lead_days)))) },
    { id: 'share', head: share, kind: 'number', cell: (row) => `${number(Number(row.share_percent))}\u2009%` },
    { id: 'stock', head: stock, kind: 'number', cell: (row) => <Stock row={row} /> },
  ];
}

export function OfferSign({ state }: { state: Offer['state'] }) {
  return <Sign shape={state === 'active' ? 'check' : 'stop'} colour={state === 'active' ? 'ok' : 'ink3'}>{text.states[state]}</Sign>;
}

export function Price({ row: { price_minor: minor, currency, breaks } }: { row: Offer }) {
  const steps = breaks.map((each) => text.breakFrom(number(each.quantity), money({ minor: each.minor, currency }))).join(', ');
  return (
    <span className={classes.two}>
      {minor === null ? <span className="faint">{text.noPrice}</span> : <b><Money minor={minor} currency={currency} /></b>}
      {breaks.length > 0 && <small title={steps}>{text.breaks(breaks.length)}</small>}
    </span>
  );
}

/** As the supplier told it, and how old that is. */
function Stock({ row: { stock, stock_sure: sure, read_at: at } }: { row: Offer }) {
  if (stock === null) return <span className="faint">{text.never}</span>;
  return <span className={classes.two}><span title={sure !== null ? text.sure(number(sure)) : undefined}>{number(stock)}</span><small>{at && <Time at={at} />}</small></span>;
}

/** One of the goods is chosen from those that are shown. */
export function offerFilters(suppliers: readonly Supplier[], rows: readonly Offer[]): Filter[] {
  const { supplier, variant, off } = text.filters;
  const goods = new Map(rows.map((row) => [row.variant_id, row.title || row.sku]));
  return [
    { name: 'supplier', label: supplier, kind: 'choice', choices: suppliers.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'variant', label: variant, kind: 'choice', choices: [...goods].map(([value, label]) => ({ value, label })) },
    { name: 'off', label: off, kind: 'choice', choices: [{ value: '1', label: text.showOff }] },
  ];
}
