import { type Shops, useShops } from '../../lib/shops.ts';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { keyOf, readBuyers, type Thing } from './api.ts';
import { wantedOf } from './model.ts';
import { Named, shopColumn, shopFilter } from './parts/cells.tsx';
import { ListPage, NoneYet } from './parts/ListPage.tsx';
import { text } from './text.ts';

/** Every customer of every shop, by number: a list tells nobody who they are. */
export default function CustomersScreen() {
  const shops = useShops();
  const rows = useRows<Thing>({
    key: keyOf('buyer'),
    id: (thing) => thing.id,
    read: ({ search, limit, cursor, signal }) => readBuyers({ account: wantedOf(search, {}).account, limit, cursor }, signal),
  });
  return (
    <ListPage title={text.customers} facts={text.customersFacts} kind="buyers">
      <DataTable
        name="mirror-customers"
        label={text.customersList}
        rows={rows}
        columns={columns(shops)}
        nameOf={(thing) => thing.remote_id}
        to={(thing) => `/mirror/customers/${thing.id}`}
        filters={[shopFilter(shops)]}
        empty={<NoneYet title={text.noCustomers} />}
        tall
      />
    </ListPage>
  );
}

function columns(shops: Shops): Column<Thing>[] {
  const { customer, since, changed } = text.heads;
  return [
    { id: 'customer', head: customer, kind: 'name', cell: (thing) => <Named thing={thing}><span className="sku">{thing.remote_id}</span></Named> },
    { ...shopColumn(shops), phone: 'more' },
    { id: 'since', head: since, kind: 'time', phone: 'end', cell: (thing) => thing.happened_at && <Time at={thing.happened_at} as="day" /> },
    { id: 'changed', head: changed, kind: 'time', cell: (thing) => <Time at={thing.read_at} /> },
  ];
}
