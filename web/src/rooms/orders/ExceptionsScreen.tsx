import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { troubleCountsQuery } from '../../lib/orders.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { readTroubles, type Trouble, TROUBLES } from './api.ts';
import { KINDS, mostFirst } from './model.ts';
import { AllDialog, type Everything } from './parts/AllDialog.tsx';
import { AnswerDialog, type Asking } from './parts/AnswerDialog.tsx';
import classes from './parts/orders.module.css';
import { OrderTabs, ShopName, TroubleSign, Words } from './parts/Shared.tsx';
import { stepWords, troubleWords } from './said.ts';
import { text as shared } from './text.ts';
import { text } from './troubleText.ts';

const ICONS = { accept: 'check', hold: 'stop', retry: 'refresh', again: 'stock' } as const;

/** What keeps orders from going their way, each with its next step; many are answered at once. */
export default function ExceptionsScreen() {
  const may = useMay()('orders.exception.write');
  const shops = useShops();
  const { search } = useAddress();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [everything, setEverything] = useState<Everything | null>(null);
  const settled = wordOf(search, 'state') === 'settled';
  const rows = useRows<Trouble>({
    key: [...TROUBLES, 'list'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readTroubles({ state: wordOf(asked, 'state'), kind: wordOf(asked, 'kind'), account: wordOf(asked, 'account') }, { limit, cursor }, signal),
  });
  const bulk: BulkAct[] = (['accept', 'hold', 'retry', 'again'] as const).map((answer) => ({
    id: answer,
    label: text.answers[answer],
    icon: ICONS[answer],
    run: (selection) => (selection.kind === 'some' ? setAsking({ answer, ids: selection.ids }) : setEverything({ kind: 'exceptions', answer, asked: { kind: wordOf(search, 'kind'), account: wordOf(search, 'account') }, but: selection.but })),
  }));
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <OrderTabs />
      <Stack>
        <Kinds />
        <DataTable
          name="order-exceptions"
          label={text.list}
          rows={rows}
          columns={columns(shops, settled)}
          nameOf={(row) => `${row.remote_id}, ${shared.kinds[row.kind]}`}
          detail={(row) => <Opened row={row} />}
          filters={[
            { name: 'kind', label: text.filters.kind, kind: 'choice', choices: KINDS.map((value) => ({ value, label: shared.kinds[value] })) },
            { name: 'account', label: text.filters.account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) },
            { name: 'state', label: text.filters.state, kind: 'choice', choices: (['open', 'settled'] as const).map((value) => ({ value, label: text.states[value] })) },
          ]}
          bulk={may && !settled ? bulk : []}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/orders?state=confirmed&state=processing" className="button">{text.toSend}</Link></Empty>}
          tall
        />
      </Stack>
      <AllDialog everything={everything} onClose={() => setEverything(null)} />
      <AnswerDialog asking={asking} rows={rows.rows} onClose={() => setAsking(null)} />
    </>
  );
}

function columns(shops: Shops, settled: boolean): Column<Trouble>[] {
  const { order: head, kind, next, shop, opened, answer } = text.heads;
  return [
    { id: 'kind', head: kind, kind: 'long', phone: 'title', cell: (row) => <span className={`${classes.two} ${classes.kind}`}><TroubleSign kind={row.kind} /><small><Words {...troubleWords(row)} /></small></span> },
    { id: 'order', head, kind: 'code', phone: 'end', cell: (row) => (row.order_id ? <Link to={`/orders/${row.order_id}`} className="link">{row.remote_id}</Link> : <code>{row.remote_id}</code>) },
    settled
      ? { id: 'answer', head: answer, kind: 'text', phone: 'more', cell: (row) => (row.answer === 'itself' ? text.byItself : (text.answered[row.answer as keyof typeof text.answered] ?? row.answer)) }
      : { id: 'next', head: next, kind: 'long', phone: 'more', cell: (row) => <span className={classes.clamp}>{stepWords(row)}</span> },
    { id: 'shop', head: shop, kind: 'text', cell: (row) => <ShopName shops={shops} id={row.account_id} /> },
    { id: 'opened', head: opened, kind: 'time', cell: (row) => <Time at={row.opened_at} /> },
  ];
}

/** How many wait of each kind; one press narrows the list to it. */
function Kinds() {
  const { search, change } = useAddress();
  const kinds = mostFirst(useQuery(troubleCountsQuery).data ?? {});
  const now = wordOf(search, 'kind');
  if (kinds.length < 2) return null;
  return (
    <ul className={classes.kinds} aria-label={text.kindsLabel}>
      {kinds.map(([kind, count]) => (
        <li key={kind}>
          <button type="button" aria-pressed={now === kind} onClick={() => change({ kind: now === kind ? null : kind, state: null, sel: null })}><b>{number(count)}</b> {shared.kinds[kind]}</button>
        </li>
      ))}
    </ul>
  );
}

function Opened({ row }: { row: Trouble }) {
  return (
    <div className={classes.opened}>
      <p><Words {...troubleWords(row)} /></p>
      <p><span className="faint">{text.step}: </span>{stepWords(row)}</p>
      {row.order_id && <p><Link to={`/orders/${row.order_id}`} className="button">{text.openOrder}</Link></p>}
    </div>
  );
}
