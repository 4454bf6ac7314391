import { type Shops, useShops } from '../../lib/shops.ts';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { keyOf, readLevels, type Thing } from './api.ts';
import { wantedOf } from './model.ts';
import { findFilter, Named, shopColumn, shopFilter } from './parts/cells.tsx';
import { LevelDetail } from './parts/LevelDetail.tsx';
import { ListPage, NoneYet } from './parts/ListPage.tsx';
import { text } from './text.ts';

/** What shops keep by place; each item opens in its place with its counts. */
export default function StockScreen() {
  const shops = useShops();
  const rows = useRows<Thing>({
    key: keyOf('level'),
    id: (thing) => thing.id,
    read: ({ search, limit, cursor, signal }) => {
      const { account, q } = wantedOf(search, {});
      return readLevels({ account, q, limit, cursor }, signal);
    },
  });
  return (
    <ListPage title={text.stock} facts={text.stockFacts} kind="levels">
      <DataTable
        name="mirror-stock"
        label={text.stockList}
        rows={rows}
        columns={columns(shops)}
        nameOf={(thing) => thing.sku ?? thing.remote_id}
        detail={(thing) => <LevelDetail thing={thing} />}
        filters={[findFilter(text.findItem), shopFilter(shops)]}
        empty={<NoneYet title={text.noStock} more={text.noStockMore} />}
        tall
      />
    </ListPage>
  );
}

function columns(shops: Shops): Column<Thing>[] {
  const { item, tracked, changed } = text.heads;
  return [
    { id: 'item', head: item, kind: 'name', cell: (thing) => <Named thing={thing}><span className="sku">{thing.sku ?? thing.remote_id}</span></Named> },
    { id: 'tracked', head: tracked, kind: 'state', cell: (thing) => <span className="muted">{thing.state === 'tracked' ? text.counted : text.uncounted}</span> },
    { ...shopColumn(shops), phone: 'more' },
    { id: 'changed', head: changed, kind: 'time', phone: 'end', cell: (thing) => <Time at={thing.read_at} /> },
  ];
}
