import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, useGo, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Segments } from '../../ui/Segments.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { Find } from '../../ui/table/Find.tsx';
import type { Selection } from '../../ui/table/selection.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { placesQuery, readItems, STOCK, waitsQuery } from './api.ts';
import { columns, filters, type Sight, views } from './columns.tsx';
import { narrowed } from './model.ts';
import { AdjustDialog } from './parts/AdjustDialog.tsx';
import { FileMenu } from './parts/FileMenu.tsx';
import { StockTabs } from './parts/Shared.tsx';
import type { Item } from './shapes.ts';
import { text } from './text.ts';

/** Every variant with what lies where, and what each shop shows of it. */
export default function StockScreen() {
  const may = useMay()('stock.level.write');
  const shops = useShops();
  const places = useQuery(placesQuery).data ?? [];
  const waits = useQuery(waitsQuery).data ?? false;
  const { search, change } = useAddress();
  const sight: Sight = wordOf(search, 'tab') === 'shops' ? 'shops' : 'places';
  const [adjusting, setAdjusting] = useState<readonly string[]>([]);
  const rows = useRows<Item>({
    key: [...STOCK, 'items'],
    id: (row) => row.variant_id,
    read: ({ search: asked, limit, cursor, signal }) => readItems({ ...narrowed(asked), limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={<FileMenu may={may} />} />
      <StockTabs />
      <Stack>
        {waits && (
          <Note tone="warn" icon="warn" role="status" end={<Link to="/stock/opening" className="button">{text.toOpening}</Link>}>{text.waits}</Note>
        )}
        <Find label={text.find} what={text.filters.search} verb={text.findDo} />
        <DataTable
          name="stock"
          label={text.list}
          rows={rows}
          columns={columns(sight, places, shops)}
          nameOf={(row) => row.title}
          to={(row) => `/stock/${row.variant_id}`}
          filters={filters(places, shops)}
          views={views()}
          bulk={useBulk(may, setAdjusting)}
          end={
            <Segments
              label={text.by}
              value={sight}
              choices={[{ value: 'places', label: text.byPlace }, { value: 'shops', label: text.byShop }]}
              onChange={(next) => change({ tab: next === 'shops' ? next : null })}
            />
          }
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/connections" className="button">{text.toConnections}</Link></Empty>}
          tall
        />
      </Stack>
      <AdjustDialog open={adjusting.length > 0} ids={adjusting} onClose={() => setAdjusting([])} />
    </>
  );
}

const picked = (run: (ids: readonly string[]) => void) => (selection: Selection) =>
  selection.kind === 'some' ? run(selection.ids) : void toast(text.pickFewer, { tone: 'warn' });
const address = (ids: readonly string[]) => ids.map((id) => `variant=${id}`).join('&');

function useBulk(may: boolean, onAdjust: (ids: readonly string[]) => void): BulkAct[] {
  const go = useGo();
  if (!may) return [];
  return [
    { id: 'adjust', label: text.adjust, icon: 'edit', run: picked(onAdjust) },
    { id: 'move', label: text.move, icon: 'purchasing', run: picked((ids) => go(`/stock/transfers?new=1&${address(ids)}`)) },
    { id: 'count', label: text.count, icon: 'table', run: picked((ids) => go(`/stock/counts?new=1&${address(ids)}`)) },
  ];
}
