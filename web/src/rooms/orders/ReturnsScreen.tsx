import { useAddress, wordOf } from '../../lib/address.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import classes from './parts/orders.module.css';
import { ReturnCard, ReturnSign } from './parts/ReturnCard.tsx';
import { OrderTabs } from './parts/Shared.tsx';
import { text } from './returnText.ts';
import { RETURN_STATES, RETURNS, type Return, type ReturnState, readReturns } from './returnsApi.ts';

/** Goods that come back; each opens with its next step. */
export default function ReturnsScreen() {
  const { search } = useAddress();
  const state = (wordOf(search, 'state') || null) as ReturnState | null;
  const rows = useRows<Return>({
    key: [...RETURNS, 'list', state],
    id: (row) => row.id,
    read: ({ limit, cursor, signal }) => readReturns(state, { limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <OrderTabs />
      <Stack>
        <DataTable
          name="order-returns"
          label={text.list}
          rows={rows}
          columns={columns()}
          nameOf={(row) => `${row.number}, ${text.states[row.state]}`}
          detail={(row) => <><ReturnCard key={row.version} row={row} /><p className={classes.foot}><Link to={`/orders/${row.order_id}`} className="link">{text.toOrder(row.number)}</Link></p></>}
          filters={[{ name: 'state', label: text.filterState, kind: 'choice', choices: RETURN_STATES.map((value) => ({ value, label: text.states[value] })) }]}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/orders" className="button">{text.toOrders}</Link></Empty>}
          tall
        />
      </Stack>
    </>
  );
}

function columns(): Column<Return>[] {
  const { order, state, reason, goods, next, since } = text.heads;
  return [
    { id: 'order', head: order, kind: 'code', phone: 'title', cell: (row) => <b>{row.number}</b> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (row) => <ReturnSign state={row.state} /> },
    { id: 'reason', head: reason, kind: 'text', cell: (row) => text.reasons[row.reason] },
    { id: 'goods', head: goods, kind: 'text', cell: (row) => text.pieces(row.lines.reduce((sum, line) => sum + line.count, 0)) },
    { id: 'next', head: next, kind: 'long', phone: 'more', cell: (row) => (row.refund_open ? text.refundWaits : text.nexts[row.state]) },
    { id: 'since', head: since, kind: 'time', cell: (row) => <Time at={row.state_since} /> },
  ];
}
