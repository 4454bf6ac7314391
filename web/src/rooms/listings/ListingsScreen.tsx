import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { HandOverDialog, type HandingOver } from '../../ui/change/HandOverDialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { words } from '../../ui/states.ts';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter, View } from '../../ui/table/filters.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { type Act, addDrafts, LISTINGS, readMatrix, type Row } from './api.ts';
import { forAct, handedOf, narrowed, STATUSES } from './model.ts';
import { ActDialog, type Asked } from './parts/ActDialog.tsx';
import { Cell } from './parts/Cell.tsx';
import { ListingsTabs } from './parts/ListingsTabs.tsx';
import { text } from './text.ts';

// At most five verbs: ending and listing again stand at the product.
const BULK: readonly Act[] = ['plan', 'publish', 'hide'];
const ICONS = { plan: 'changes', publish: 'up', hide: 'eyeOff', end: 'stop', relist: 'refresh' } as const;

/** Every product with every shop: where it stands there, and whether it shows what it should. */
export default function ListingsScreen() {
  const shops = useShops();
  const mays = useMay();
  const may = mays('listings.listing.write');
  const [handing, setHanding] = useState<HandingOver | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const rows = useRows<Row>({
    key: LISTINGS,
    id: (row) => row.product_id,
    read: ({ search, limit, cursor, signal }) => readMatrix({ ...narrowed(search), limit, cursor }, signal),
  });
  const { search } = useAddress();
  // Drafts alone: what is listed already stays as it is, and nothing is published.
  const listAt = async (productIds: readonly string[]) => {
    const wanted = wordOf(search, 'not_at');
    const connected = (shops.all ?? []).filter(({ state }) => state !== 'disconnected').map(({ id }) => id);
    const { listing_ids: made } = await addDrafts(productIds, wanted ? [wanted] : connected);
    toast(text.added(made.length));
    rows.retry();
  };
  const add: BulkAct = {
    id: 'add',
    label: text.add,
    icon: 'plus',
    run: (selection) => (selection.kind === 'some' ? attempt(() => listAt(selection.ids)) : toast(text.first)),
  };
  const acts: BulkAct[] = BULK.map((what) => ({
    id: what,
    label: text.acts[what],
    icon: ICONS[what],
    run: (selection) =>
      selection.kind === 'some' ? setAsked({ act: what, listings: forAct(rows.rows, selection.ids, what) }) : toast(text.first),
  }));
  const hand: BulkAct = {
    id: 'hand',
    label: text.hand,
    icon: 'affiliate',
    run: (selection) => {
      if (selection.kind !== 'some') return void toast(text.first);
      const parts = handedOf(rows.rows, selection.ids);
      if (parts.length === 0) return void toast(text.nowhereThere);
      setHanding({ title: text.handTitle(selection.ids.length), parts });
    },
  };
  const bulk = [...(may ? [add, ...acts] : []), ...(mays('changes.owner.approve') ? [hand] : [])];
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <ListingsTabs />
      <DataTable
        name="listings"
        label={text.list}
        rows={rows}
        columns={columns(shops)}
        nameOf={(row) => row.title}
        to={(row) => `/listings/${row.product_id}`}
        filters={filters(shops)}
        views={views()}
        bulk={bulk}
        empty={
          <Empty title={text.empty} more={text.emptyMore}>
            <Link to="/catalog" className="button">{text.toCatalogue}</Link>
          </Empty>
        }
        tall
      />
      <ActDialog asked={asked} onClose={() => setAsked(null)} />
      <HandOverDialog wanted={handing} onClose={() => setHanding(null)} onDone={rows.retry} />
    </>
  );
}

function columns(shops: Shops): Column<Row>[] {
  return [
    { id: 'product', head: text.product, kind: 'name', cell: (row) => <bdi>{row.title}</bdi> },
    ...(shops.all ?? []).map((shop, place): Column<Row> => ({
      id: shop.id,
      head: shop.name,
      kind: 'state',
      cell: (row) => <Cell row={row} shop={shop} />,
      ...(place === 0 ? { phone: 'end' as const } : place === 1 ? { phone: 'more' as const } : {}),
    })),
  ];
}

function filters(shops: Shops): Filter[] {
  const choices = (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const scores = [50, 67, 90].map((points) => ({ value: String(points), label: text.below(points) }));
  return [
    { name: 'q', label: text.search, kind: 'text' },
    { name: 'account', label: text.shop, kind: 'choice', choices },
    { name: 'status', label: text.status, kind: 'choice', many: true, choices: STATUSES.map((value) => ({ value, label: words[value] })) },
    { name: 'differs', label: text.differs, kind: 'choice', choices: [{ value: 'true', label: text.differsChoice }] },
    { name: 'drifted', label: text.drifted, kind: 'choice', choices: [{ value: 'true', label: text.driftedChoice }] },
    { name: 'score_below', label: text.scoreBelow, kind: 'choice', choices: scores },
    { name: 'not_at', label: text.notAt, kind: 'choice', choices },
  ];
}

function views(): View[] {
  return [
    { id: 'differs', label: text.views.differs, search: '?differs=true' },
    { id: 'drifted', label: text.views.drifted, search: '?drifted=true' },
    { id: 'drafts', label: text.views.drafts, search: '?status=draft&status=ready' },
    { id: 'refused', label: text.views.refused, search: '?status=refused' },
    { id: 'hidden', label: text.views.hidden, search: '?status=hidden' },
  ];
}
