import { type Shops, useShops } from '../../lib/shops.ts';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { keyOf, readOrders, type Thing } from './api.ts';
import { ORDER_SIGNS, wantedOf } from './model.ts';
import { findFilter, goneFilter, Named, OrderSign, Price, shopColumn, shopFilter, stateFilter } from './parts/cells.tsx';
import { ListPage, NoneYet } from './parts/ListPage.tsx';
import { text } from './text.ts';

/** Every order of every shop, those placed last first. */
export default function OrdersScreen() {
  const shops = useShops();
  const rows = useRows<Thing>({
    key: keyOf('order'),
    id: (thing) => thing.id,
    read: ({ search, limit, cursor, signal }) => readOrders({ ...wantedOf(search, ORDER_SIGNS), limit, cursor }, signal),
  });
  return (
    <ListPage title={text.orders} facts={text.ordersFacts} kind="orders">
      <DataTable
        name="mirror-orders"
        label={text.ordersList}
        rows={rows}
        columns={columns(shops)}
        nameOf={(thing) => thing.title ?? thing.remote_id}
        to={(thing) => `/mirror/orders/${thing.id}`}
        filters={[findFilter(text.findOrder), shopFilter(shops), stateFilter(text.ordering), goneFilter()]}
        empty={<NoneYet title={text.noOrders} />}
        tall
      />
    </ListPage>
  );
}

function columns(shops: Shops): Column<Thing>[] {
  const { order, state, total, placed, changed } = text.heads;
  return [
    { id: 'order', head: order, kind: 'name', cell: (thing) => <Named thing={thing}><bdi>{thing.title ?? thing.remote_id}</bdi></Named> },
    { id: 'state', head: state, kind: 'text', phone: 'more', cell: (thing) => <OrderSign state={thing.state} /> },
    { id: 'total', head: total, kind: 'money', phone: 'end', cell: (thing) => <Price thing={thing} /> },
    { id: 'placed', head: placed, kind: 'time', cell: (thing) => thing.happened_at && <Time at={thing.happened_at} /> },
    shopColumn(shops),
    { id: 'changed', head: changed, kind: 'time', cell: (thing) => <Time at={thing.read_at} /> },
  ];
}
