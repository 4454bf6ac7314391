import { type Shops, useShops } from '../../lib/shops.ts';
import { Picture } from '../../ui/Picture.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { keyOf, readProducts, type Thing } from './api.ts';
import { LISTING_SIGNS, wantedOf } from './model.ts';
import { findFilter, goneFilter, ListingSign, Named, Price, shopColumn, shopFilter, stateFilter } from './parts/cells.tsx';
import classes from './parts/cells.module.css';
import { ListPage, NoneYet } from './parts/ListPage.tsx';
import { text } from './text.ts';

/** Every product of every shop, as the shops show it. */
export default function ProductsScreen() {
  const shops = useShops();
  const rows = useRows<Thing>({
    key: keyOf('product'),
    id: (thing) => thing.id,
    read: ({ search, limit, cursor, signal }) => readProducts({ ...wantedOf(search, LISTING_SIGNS), limit, cursor }, signal),
  });
  return (
    <ListPage title={text.products} facts={text.productsFacts} kind="products">
      <DataTable
        name="mirror-products"
        label={text.productsList}
        rows={rows}
        columns={columns(shops)}
        nameOf={(thing) => thing.title ?? thing.remote_id}
        to={(thing) => `/mirror/products/${thing.id}`}
        filters={[findFilter(text.find), shopFilter(shops), stateFilter(text.listing), goneFilter()]}
        empty={<NoneYet title={text.noProducts} />}
        tall
      />
    </ListPage>
  );
}

function columns(shops: Shops): Column<Thing>[] {
  const { product, sku, state, price, changed } = text.heads;
  return [
    {
      id: 'product',
      head: product,
      kind: 'long',
      cell: (thing) => (
        <span className={classes.product}>
          <Picture url={thing.image_url} alt="" />
          <Named thing={thing}><bdi>{thing.title ?? text.untitled}</bdi></Named>
        </span>
      ),
    },
    { id: 'sku', head: sku, kind: 'code', phone: 'more', cell: (thing) => <span className="sku muted">{thing.sku}</span> },
    { id: 'state', head: state, kind: 'state', cell: (thing) => <ListingSign state={thing.state} /> },
    { id: 'price', head: price, kind: 'money', phone: 'end', cell: (thing) => <Price thing={thing} /> },
    shopColumn(shops),
    { id: 'changed', head: changed, kind: 'time', cell: (thing) => <Time at={thing.read_at} /> },
  ];
}
