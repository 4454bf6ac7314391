import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, useGo } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Selection } from '../../ui/table/selection.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { brandsQuery, categoriesQuery, PRODUCTS, readProducts, type Row, save } from './api.ts';
import { columns, filters } from './columns.tsx';
import type { Chosen } from './files/api.ts';
import { chosenOf, filtered } from './files/chosen.ts';
import { BulkDialog } from './files/parts/BulkDialog.tsx';
import { ExportMenu } from './files/parts/ExportMenu.tsx';
import { text as files } from './files/text.ts';
import { wantedOf } from './model.ts';
import { CatalogueTabs } from './parts/CatalogueTabs.tsx';
import { NewProduct } from './parts/NewProduct.tsx';
import { text } from './text.ts';

/** Every product of ours; filters stand in the address. */
export default function CatalogueScreen() {
  const may = useMay()('catalog.product.write');
  const shops = useShops();
  const brands = useQuery(brandsQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const [adding, setAdding] = useState(false);
  const [similar, setSimilar] = useState(false);
  const [editing, setEditing] = useState<Chosen | null>(null);
  const wanted = wantedOf(useAddress().search);
  const rows = useRows<Row>({
    key: PRODUCTS,
    id: (row) => row.id,
    read: async ({ search, limit, cursor, signal }) => {
      const page = await readProducts({ ...wantedOf(search), limit, cursor }, signal);
      setSimilar(page.similar);
      return page;
    },
  });
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={<><ExportMenu chosen={filtered(wanted)} />{may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{text.add}</Button>}</>}
      />
      <CatalogueTabs />
      {similar && rows.rows.length > 0 && <Note tone="accent" icon="search" role="status">{text.similar}</Note>}
      <DataTable
        name="catalog"
        label={text.list}
        rows={rows}
        columns={columns(shops, brands)}
        nameOf={(row) => row.title}
        to={(row) => `/catalog/${row.id}`}
        filters={filters(shops, brands, categories)}
        bulk={useBulk(may, setEditing)}
        empty={
          <Empty title={text.empty} more={text.emptyMore}>
            <Link to="/catalog/matches" className="button">{text.toMatches}</Link>
          </Empty>
        }
        tall
      />
      <NewProduct open={adding} onClose={() => setAdding(false)} />
      {editing && <BulkDialog open chosen={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function useBulk(may: boolean, onEdit: (chosen: Chosen) => void): BulkAct[] {
  const client = useQueryClient();
  const go = useGo();
  const { search, change } = useAddress();
  const archived = wantedOf(search).state === 'archived';
  if (!may) return [];

  const merge = (selection: Selection) => {
    const [into, from, ...more] = selection.kind === 'some' ? selection.ids : [];
    if (!into || !from || more.length > 0) toast(text.mergeTwo, { tone: 'warn' });
    else go(`/catalog/${into}?merge=${from}`);
  };

  const move = (was: string, now: string, said: (count: number) => string) => (selection: Selection) => {
    if (selection.kind === 'all') return void toast(text.pickFewer, { tone: 'warn' });
    attempt(async () => {
      for (const id of selection.ids) await save(id, [{ variant_id: null, field: 'state', was, now }]);
      await client.invalidateQueries({ queryKey: PRODUCTS });
      change({ sel: null, not: null });
      toast(said(selection.ids.length));
    });
  };

  const edit = (selection: Selection) => {
    const chosen = chosenOf(selection, wantedOf(search));
    if (chosen) onEdit(chosen);
    else toast(text.pickFewer, { tone: 'warn' });
  };

  if (archived) return [{ id: 'restore', label: text.restore, icon: 'undo', run: move('archived', 'active', text.restored) }];
  return [
    { id: 'edit', label: files.edit, icon: 'edit', run: edit },
    { id: 'merge', label: text.merge, icon: 'changes', run: merge },
    { id: 'archive', label: text.archive, icon: 'x', run: move('active', 'archived', text.archived) },
  ];
}
