import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { ROOM } from './api.ts';
import { offerColumns, offerFilters } from './offerColumns.tsx';
import { text } from './offerText.ts';
import { LinkDialog } from './parts/LinkDialog.tsx';
import { OfferDialog } from './parts/OfferDialog.tsx';
import { OfferFiles } from './parts/OfferFiles.tsx';
import { PurchasingTabs } from './parts/Shared.tsx';
import type { Offer } from './shapes.ts';
import { OFFERS, readOffers, setOffers, suppliersQuery } from './supplierApi.ts';

/** What suppliers offer: of one supplier, for one of our goods, or all. */
export default function OffersScreen() {
  const allowed = useMay();
  const may = allowed('purchasing.offer.write');
  const { search, change } = useAddress();
  const suppliers = useQuery({ ...suppliersQuery, enabled: allowed('purchasing.supplier.read') }).data ?? [];
  const [open, setOpen] = useState<Offer | 'new' | null>(null);
  const rows = useRows<Offer>({
    key: [...OFFERS, 'list'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readOffers({ supplier: wordOf(asked, 'supplier'), variant: wordOf(asked, 'variant'), off: wordOf(asked, 'off') !== '' }, { limit, cursor }, signal),
  });
  const turn = useTurning();
  const bulk: BulkAct[] = (['off', 'active'] as const).map((state) => ({
    id: state,
    label: state === 'off' ? text.off : text.on,
    icon: state === 'off' ? 'stop' : 'play',
    run: (selection) => turn(rows.rows.filter((row) => row.state !== state && (selection.kind === 'some' ? selection.ids.includes(row.id) : !selection.but.includes(row.id))), state),
  }));
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={
          <>
            <OfferFiles may={may} suppliers={suppliers} supplier={wordOf(search, 'supplier')} onLink={() => change({ new: 'link' })} />
            {may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setOpen('new')}>{text.add}</Button>}
          </>
        }
      />
      <PurchasingTabs />
      <DataTable
        name="offers"
        label={text.list}
        rows={rows}
        columns={offerColumns()}
        nameOf={(row) => `${row.title || row.sku}, ${row.supplier}`}
        {...(may && { onOpen: setOpen })}
        filters={offerFilters(suppliers, rows.rows)}
        bulk={may ? bulk : []}
        empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/purchasing/suppliers" className="button">{text.toSuppliers}</Link></Empty>}
        tall
      />
      <OfferDialog offer={open} suppliers={suppliers} onClose={() => setOpen(null)} />
      <LinkDialog open={may && wordOf(search, 'new') === 'link'} suppliers={suppliers} onClose={() => change({ new: null })} />
    </>
  );
}

const LINES_MAX = 1_000;

/** Off or on at once, and back from the toast. */
function useTurning() {
  const client = useQueryClient();
  const { change } = useAddress();
  const set = async (rows: readonly Offer[], state: Offer['state']) => {
    await setOffers(rows.map(({ supplier_id, variant_id }) => ({ supplier_id, variant_id, state, sku: '' })), false);
    await client.invalidateQueries({ queryKey: ROOM });
  };
  return (all: readonly Offer[], state: Offer['state']) => attempt(async () => {
    const rows = all.slice(0, LINES_MAX);
    if (rows.length > 0) await set(rows, state);
    change({ sel: null, not: null });
    if (rows.length === 0) return void toast(text.nothing, { tone: 'plain' });
    const undo = () => attempt(async () => {
      await set(rows, state === 'off' ? 'active' : 'off');
      toast(text.undone);
    });
    toast(state === 'off' ? text.offDone(rows.length) : text.onDone(rows.length), { act: { label: text.undo, icon: 'undo', run: undo } });
  });
}
