import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { dayOf } from '../../lib/day.ts';
import { useKeys } from '../../lib/keys.ts';
import { language } from '../../lib/language.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { type Order, ORDERS, picksFile, picksOfAll, readOrders } from './api.ts';
import { columns, filters, views } from './columns.tsx';
import type { Verb } from './model.ts';
import { text as pack } from './packText.ts';
import { AllDialog, type Everything } from './parts/AllDialog.tsx';
import { BulkDialog, type Chosen } from './parts/BulkDialog.tsx';
import { take } from './parts/files.ts';
import classes from './parts/orders.module.css';
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
        <Find />
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

/** One field finds an order, in the hand as at the desk. */
function Find() {
  const { search, change } = useAddress();
  const now = wordOf(search, 'search');
  const opened = wordOf(search, 'new') === 'find';
  return <FindField key={`${now} ${opened}`} now={now} opened={opened} onFind={(typed) => change({ search: typed || null, new: null, sel: null, not: null })} />;
}

function FindField({ now, opened, onFind }: { now: string; opened: boolean; onFind: (typed: string) => void }) {
  const [typed, setTyped] = useState(now);
  const [field, setField] = useState<HTMLInputElement | null>(null);
  useKeys([{ keys: '/', label: text.find, run: (event) => { event.preventDefault(); field?.focus(); } }]);
  return (
    <form role="search" aria-label={text.find} className={classes.find} onSubmit={(event) => { event.preventDefault(); onFind(typed.trim()); }}>
      <TextInput
        ref={setField}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever asked for it in the palette is about to type
        autoFocus={opened}
        type="search"
        aria-label={text.filters.search}
        placeholder={text.filters.search}
        leftSection={<Icon name="search" />}
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" className="button">{text.findDo}</button>
    </form>
  );
}
