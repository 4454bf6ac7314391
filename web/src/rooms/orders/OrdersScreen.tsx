import { useState } from 'react';
import { dayOf } from '../../lib/day.ts';
import { language } from '../../lib/language.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { Find } from '../../ui/table/Find.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { type Order, ORDERS, picksFile, readOrders } from './api.ts';
import { columns, filters, views } from './columns.tsx';
import type { Verb } from './model.ts';
import { text as pack } from './packText.ts';
import { BulkDialog, type Chosen } from './parts/BulkDialog.tsx';
import { take } from './parts/files.ts';
import { OrderTabs } from './parts/Shared.tsx';
import { text } from './text.ts';

/** Every order of every shop, the newest first. */
export default function OrdersScreen() {
  const allowed = useMay();
  const may = allowed('orders.order.write');
  const shops = useShops();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const rows = useRows<Order>({
    key: [...ORDERS, 'list'],
    id: (row) => row.id,
    read: ({ search, limit, cursor, signal }) => readOrders(search, { limit, cursor }, signal),
  });
  const bulk: BulkAct[] = (['hold', 'release', 'tag'] as const).map((verb) => ({
    id: verb,
    label: text.verbs[verb],
    icon: ICONS[verb],
    run: (selection) => (selection.kind === 'some' ? setChosen({ verb, ids: selection.ids }) : void toast(text.pickFewer, { tone: 'warn' })),
  }));
  const picks: BulkAct = {
    id: 'picks',
    label: pack.picks,
    icon: 'print',
    run: (selection) => (selection.kind === 'some' ? take(() => picksFile(selection.ids, language()), pack.picksName(dayOf(new Date()))) : void toast(text.pickFewer, { tone: 'warn' })),
  };
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <OrderTabs />
      <Stack>
        <Find label={text.find} what={text.filters.search} verb={text.findDo} />
        <DataTable
          name="orders"
          label={text.list}
          rows={rows}
          columns={columns(shops)}
          nameOf={(row) => row.number}
          to={(row) => `/orders/${row.id}`}
          filters={filters(shops)}
          views={views()}
          bulk={[...(may ? bulk : []), ...(allowed('orders.slip.read') ? [picks] : [])]}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/connections" className="button">{text.toConnections}</Link></Empty>}
          tall
        />
      </Stack>
      <BulkDialog chosen={chosen} rows={rows.rows} onClose={() => setChosen(null)} />
    </>
  );
}

const ICONS = { hold: 'stop', release: 'play', tag: 'catalog' } as const satisfies Record<Verb, string>;
