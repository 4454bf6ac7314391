import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddress } from '../../lib/address.ts';
import { dayOf } from '../../lib/day.ts';
import { language } from '../../lib/language.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { Find } from '../../ui/table/Find.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { type Order, ORDERS, picksFile, picksOfAll, readOrders } from './api.ts';
import { columns, filters, views } from './columns.tsx';
import type { Verb } from './model.ts';
import { text as pack } from './packText.ts';
import { AllDialog, type Everything } from './parts/AllDialog.tsx';
import { BulkDialog, type Chosen } from './parts/BulkDialog.tsx';
import { take } from './parts/files.ts';
import { OrderTabs } from './parts/Shared.tsx';
import { TrackDialog } from './parts/TrackDialog.tsx';
import { text } from './text.ts';
import { text as track } from './trackText.ts';

/** Every order of every shop, the newest first. */
export default function OrdersScreen() {
  const allowed = useMay();
  const may = allowed('orders.order.write');
  const shops = useShops();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [tracking, setTracking] = useState(false);
  const [everything, setEverything] = useState<Everything | null>(null);
  const { search } = useAddress();
  const rows = useRows<Order>({
    key: [...ORDERS, 'list'],
    id: (row) => row.id,
    read: ({ search: given, limit, cursor, signal }) => readOrders(given, { limit, cursor }, signal),
  });
  const bulk: BulkAct[] = (['hold', 'release', 'tag'] as const).map((verb) => ({
    id: verb,
    label: text.verbs[verb],
    icon: ICONS[verb],
    run: (selection) => (selection.kind === 'some' ? setChosen({ verb, ids: selection.ids }) : setEverything({ kind: 'orders', verb, search, but: selection.but })),
  }));
  const picks: BulkAct = {
    id: 'picks',
    label: pack.picks,
    icon: 'print',
    run: (selection) => take(() => (selection.kind === 'some' ? picksFile(selection.ids, language()) : picksOfAll(search, selection.but, language())), pack.picksName(dayOf(new Date()))),
  };
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && <Button leftSection={<Icon name="upload" />} onClick={() => setTracking(true)}>{track.open}</Button>} />
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
      <AllDialog everything={everything} onClose={() => setEverything(null)} />
      <TrackDialog open={tracking} onClose={() => setTracking(false)} />
    </>
  );
}

const ICONS = { hold: 'stop', release: 'play', tag: 'catalog' } as const satisfies Record<Verb, string>;
