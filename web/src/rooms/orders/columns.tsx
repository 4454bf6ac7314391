import type { Shops } from '../../lib/shops.ts';
import { Money } from '../../ui/Money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter, View } from '../../ui/table/filters.ts';
import { Time } from '../../ui/Time.tsx';
import type { Order } from './api.ts';
import { KINDS, STATES } from './model.ts';
import { HeldSign, OrderSign, PaySign, ShopName, stateWords, TroubleSign } from './parts/Shared.tsx';
import classes from './parts/orders.module.css';
import { text } from './text.ts';

export function columns(shops: Shops): Column<Order>[] {
  const { number, state, payment, shop, total, placed } = text.heads;
  return [
    { id: 'number', head: number, kind: 'name', phone: 'title', cell: (row) => <Called row={row} /> },
    { id: 'state', head: state, kind: 'state', phone: 'more', cell: (row) => <span className={classes.standing}><Standing row={row} /><span className="only-phone faint">{[text.payments[row.payment], shops.nameOf(row.account_id)].join(' · ')}</span></span> },
    { id: 'payment', head: payment, kind: 'state', cell: (row) => <PaySign payment={row.payment} /> },
    { id: 'shop', head: shop, kind: 'text', cell: (row) => <ShopName shops={shops} id={row.account_id} /> },
    { id: 'total', head: total, kind: 'money', phone: 'end', cell: (row) => <Total row={row} /> },
    { id: 'placed', head: placed, kind: 'time', cell: (row) => <Time at={row.placed_at} /> },
  ];
}

/** On a phone one line has to do: when it came, instead of what it holds. */
function Called({ row }: { row: Order }) {
  return (
    <span className={classes.called}>
      <span className={classes.over}><b>{row.number}</b><Tags tags={row.tags} /></span>
      <small className="no-phone">{text.goods(row.lines, row.pieces)}</small>
      <small className="only-phone"><Time at={row.placed_at} /></small>
    </span>
  );
}

/** What stops it stands above where it is. */
export function Standing({ row }: { row: Order }) {
  const [first, ...more] = row.exceptions;
  const sign = row.held ? <HeldSign /> : first ? <TroubleSign kind={first} more={more.length > 0 && <span className="faint"> +{more.length}</span>} /> : null;
  if (!sign) return <OrderSign state={row.state} />;
  return <span className={classes.two}>{sign}<small>{[stateWords(row.state), row.held && first ? (text.kinds[first as keyof typeof text.kinds] ?? first) : '', row.risks > 0 ? text.risk(row.risks) : ''].filter(Boolean).join(' · ')}</small></span>;
}

function Tags({ tags }: { tags: readonly string[] }) {
  return <span className={classes.tags}>{tags.slice(0, 2).map((tag) => <bdi key={tag} className={classes.tag}>{tag}</bdi>)}{tags.length > 2 && <span className="faint">+{tags.length - 2}</span>}</span>;
}

export function Total({ row: { total_minor: minor, currency } }: { row: Pick<Order, 'total_minor' | 'currency'> }) {
  return minor === null || currency === null ? <span className="faint">{text.noTotal}</span> : <b><Money minor={minor} currency={currency} /></b>;
}

export function filters(shops: Shops): Filter[] {
  const { searched, state, account, tag, exception, from, to } = text.filters;
  return [
    { name: 'search', label: searched, kind: 'text', placeholder: text.searchHint },
    { name: 'state', label: state, kind: 'choice', many: true, choices: STATES.map((value) => ({ value, label: stateWords(value) })) },
    { name: 'account', label: account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'exception', label: exception, kind: 'choice', choices: KINDS.map((value) => ({ value, label: text.kinds[value] })) },
    { name: 'tag', label: tag, kind: 'text' },
    { name: 'from', label: from, kind: 'day' },
    { name: 'to', label: to, kind: 'day' },
  ];
}

export function views(): View[] {
  const { exceptions, toSend, unpaid, shipped } = text.views;
  return [
    { id: 'toSend', label: toSend, search: '?state=confirmed&state=processing' },
    { id: 'unpaid', label: unpaid, search: '?state=pending' },
    { id: 'noStock', label: exceptions, search: '?exception=no_stock' },
    { id: 'shipped', label: shipped, search: '?state=shipped' },
  ];
}
