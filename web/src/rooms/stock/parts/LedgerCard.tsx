import { useMemo } from 'react';
import { useMe } from '../../../lib/me.ts';
import { number, step } from '../../../lib/number.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Link } from '../../../ui/Link.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Filter } from '../../../ui/table/filters.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { readLedger, STOCK } from '../api.ts';
import { text } from '../itemText.ts';
import { moved, movesAsked, wasHeld } from '../model.ts';
import { reasonWords } from '../said.ts';
import type { Moved, WholeItem } from '../shapes.ts';
import classes from './stock.module.css';

const PAGE = 50;

/** Every movement of it, newest first, with what was left there after each. */
export function LedgerCard({ item }: { item: WholeItem }) {
  const me = useMe()?.person.id;
  const rows = useRows<Moved>({
    key: [...STOCK, 'ledger', item.variant_id],
    id: (row) => row.id,
    page: PAGE,
    read: ({ search, limit, cursor, signal }) => readLedger(item.variant_id, { ...movesAsked(search), limit, cursor }, signal),
  });
  const { when, what, place, pieces, left, because } = text.ledgerHeads;
  const columns: Column<Moved>[] = useMemo(() => [
    { id: 'what', head: what, kind: 'code', cell: (row) => <>{text.kinds[row.kind] ?? row.kind}<span className={`faint ${classes.word}`}> {step(moved(row))}</span></> },
    { id: 'when', head: when, kind: 'time', cell: (row) => <Time at={row.at} as="when" /> },
    { id: 'place', head: place, kind: 'code', cell: (row) => <bdi className="muted">{row.place}</bdi> },
    { id: 'pieces', head: pieces, kind: 'number', cell: (row) => <span title={wasHeld(row) ? text.heldBefore : undefined}>{step(moved(row))}</span> },
    { id: 'left', head: left, kind: 'number', phone: 'end', cell: (row) => <b>{number(row.left)}</b> },
    { id: 'because', head: because, kind: 'text', phone: 'more', cell: (row) => <><span className={classes.word}><Time at={row.at} as="when" /> · <bdi>{row.place}</bdi> · </span><Because move={row} /></> },
  ], [when, what, place, pieces, left, because]);
  return (
    <div id="ledger" className={classes.stack}>
      <h2 className={classes.caption}>{text.ledger} <small>{text.ledgerSub}</small></h2>
      <DataTable name="ledger" label={text.ledger} rows={rows} columns={columns} nameOf={(row) => text.kinds[row.kind] ?? row.kind} filters={filters(item, rows.rows, me)} empty={<Empty title={text.noMoves} more={text.noMovesMore} />} tall />
    </div>
  );
}

function filters(item: WholeItem, rows: readonly Moved[], me: string | undefined): Filter[] {
  const { people, itself, you } = text.doers;
  const persons = new Map(rows.flatMap(({ who, who_id: id }) => (id && who ? [[id, who] as const] : [])));
  if (me) persons.set(me, you);
  return [
    { name: 'kind', label: text.kind, kind: 'choice', choices: Object.entries(text.kinds).map(([value, label]) => ({ value, label })) },
    { name: 'place', label: text.place, kind: 'choice', choices: item.places.map(({ place_id: value, name }) => ({ value, label: name })) },
    { name: 'from', label: text.from, kind: 'day' },
    { name: 'to', label: text.to, kind: 'day' },
    { name: 'who', label: text.who, kind: 'choice', choices: [{ value: 'people', label: people }, { value: 'itself', label: itself }, ...[...persons].map(([value, label]) => ({ value, label }))] },
  ];
}

const WAYS: Readonly<Record<string, string>> = { 'orders.order': '/orders', 'stock.count': '/stock/counts', 'stock.transfer': '/stock/transfers' };

function Because({ move }: { move: Moved }) {
  const { cause, cause_id: id, who } = move;
  const reason = reasonWords(move);
  const named = text.causes[cause] ?? '';
  const way = id ? WAYS[cause] : undefined;
  const words = reason || named || text.kinds['adjustment'];
  return (
    <span className={`${classes.two} ${classes.inline}`}>
      {way ? <Link to={`${way}/${id}`} className="link"><bdi>{words}</bdi></Link> : <bdi>{words}</bdi>}
      <small>{[reason ? named : '', who ? text.by(who) : text.byItself].filter(Boolean).join(' · ')}</small>
    </span>
  );
}
