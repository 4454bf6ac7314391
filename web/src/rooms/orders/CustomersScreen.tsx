import { wordOf } from '../../lib/address.ts';
import { countryName } from '../../lib/country.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { type Customer, CUSTOMERS, readCustomers } from './api.ts';
import { OrderTabs, ShopName } from './parts/Shared.tsx';
import { text } from './peopleText.ts';

/** Who bought, without names; one by one they are shown to whoever may see them. */
export default function CustomersScreen() {
  const shops = useShops();
  const rows = useRows<Customer>({
    key: [...CUSTOMERS, 'list'],
    id: (row) => row.id,
    read: ({ search, limit, cursor, signal }) => readCustomers({ search: wordOf(search, 'search'), account: wordOf(search, 'account') }, { limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <OrderTabs />
      <Stack>
        <DataTable
          name="order-customers"
          label={text.list}
          rows={rows}
          columns={columns(shops)}
          nameOf={called}
          to={(row) => `/orders/customers/${row.id}`}
          filters={[
            { name: 'search', label: text.filters.search, kind: 'text', placeholder: text.searchHint },
            { name: 'account', label: text.filters.account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) },
          ]}
          empty={<Empty title={text.empty} more={text.emptyMore} />}
        />
      </Stack>
    </>
  );
}

/** What is no secret of anybody. */
export const called = ({ remote_id: id }: Pick<Customer, 'remote_id'>) => (id === null ? text.guest : text.numbered(id));

function columns(shops: Shops): Column<Customer>[] {
  const { customer, shop, country, seen } = text.heads;
  return [
    { id: 'customer', head: customer, kind: 'name', cell: called },
    { id: 'shop', head: shop, kind: 'text', phone: 'more', cell: (row) => <ShopName shops={shops} id={row.account_id} /> },
    { id: 'country', head: country, kind: 'code', cell: (row) => (row.erased ? <Sign shape="slashed" colour="ink3">{text.erased}</Sign> : row.country && countryName(row.country)) },
    { id: 'seen', head: seen, kind: 'time', phone: 'end', cell: (row) => <Time at={row.seen_at} /> },
  ];
}
