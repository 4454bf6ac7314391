import { Link } from '../../ui/Link.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter, View } from '../../ui/table/filters.ts';
import { Time } from '../../ui/Time.tsx';
import { STATES } from './model.ts';
import classes from './parts/purchasing.module.css';
import { Arrives, Clock, Cost, PurchaseSign } from './parts/Shared.tsx';
import { findingWords } from './said.ts';
import type { Purchase, Supplier } from './shapes.ts';
import { text } from './text.ts';

export function columns(): Column<Purchase>[] {
  const { number, state, order, total, arrives, made } = text.heads;
  return [
    { id: 'number', head: number, kind: 'name', phone: 'title', cell: (row) => <span className={classes.two}><b>{row.number}</b><small><bdi>{row.supplier}</bdi></small></span> },
    { id: 'state', head: state, kind: 'long', phone: 'more', cell: (row) => <Standing row={row} /> },
    { id: 'order', head: order, kind: 'code', cell: (row) => <Link to={`/orders/${row.order_id}`} className="link">{row.order_number || text.noOrderNumber}</Link> },
    { id: 'total', head: total, kind: 'money', phone: 'end', cell: (row) => <Cost row={row} /> },
    { id: 'arrives', head: arrives, kind: 'time', cell: (row) => <Arrives row={row} /> },
    { id: 'made', head: made, kind: 'time', cell: (row) => <Time at={row.made_at} /> },
  ];
}

/** Its state, and below it what is asked or how long it can be stopped. */
export function Standing({ row }: { row: Purchase }) {
  const [first] = row.findings;
  const said = first && row.state !== 'quoted' ? findingWords(first) : null;
  return (
    <span className={classes.two}>
      <PurchaseSign state={row.state} />
      {said ? <small lang={said.lang}>{said.words}</small> : row.state === 'quoted' && <small><Clock row={row} /></small>}
    </span>
  );
}

export function filters(suppliers: readonly Supplier[]): Filter[] {
  const { search, state, supplier, late } = text.filters;
  return [
    { name: 'search', label: search, kind: 'text', placeholder: text.searchHint },
    { name: 'state', label: state, kind: 'choice', many: true, choices: STATES.map((value) => ({ value, label: text.states[value] })) },
    { name: 'supplier', label: supplier, kind: 'choice', choices: suppliers.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'late', label: late, kind: 'choice', choices: [{ value: '1', label: text.isLate }] },
  ];
}

export function views(): View[] {
  const { asking, buffer, ended, way, late } = text.views;
  return [
    { id: 'asking', label: asking, search: '?state=asking&state=unsure&state=unpaid' },
    { id: 'buffer', label: buffer, search: '?state=waiting&state=quoted' },
    { id: 'way', label: way, search: '?state=placed&state=sent' },
    { id: 'late', label: late, search: '?late=1' },
    { id: 'ended', label: ended, search: '?state=refused&state=cancelled&state=stopped' },
  ];
}
