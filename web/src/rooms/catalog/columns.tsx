import type { Shops } from '../../lib/shops.ts';
import { Money } from '../../ui/Money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter } from '../../ui/table/filters.ts';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Brand, Category, Row } from './api.ts';
import { indented, lines } from './model.ts';
import classes from './parts/catalog.module.css';
import { text } from './text.ts';

export function columns(shops: Shops, brands: readonly Brand[]): Column<Row>[] {
  const { product, sku, brand, price, shops: sold, changed } = text.heads;
  const named = new Map(brands.map((one) => [one.id, one.name]));
  return [
    { id: 'product', head: product, kind: 'long', cell: (row) => <span className={classes.product}><Thumbnail digest={row.picture} alt="" small /><span className={classes.two}><bdi>{row.title}</bdi><small>{below(row)}</small></span></span> },
    { id: 'sku', head: sku, kind: 'code', phone: 'more', cell: (row) => <span className="sku muted">{row.sku}</span> },
    { id: 'brand', head: brand, kind: 'text', cell: (row) => <bdi className="clip">{row.brand_id ? named.get(row.brand_id) : ''}</bdi> },
    { id: 'price', head: price, kind: 'money', phone: 'end', cell: (row) => <Prices row={row} /> },
    { id: 'shops', head: sold, kind: 'text', cell: (row) => <SoldAt row={row} shops={shops} /> },
    { id: 'changed', head: changed, kind: 'time', cell: (row) => <Time at={row.changed_at} /> },
  ];
}

const below = (row: Row) => [text.variants(row.variants), ...row.tags.slice(0, 3)].join(' · ');

function Prices({ row: { price_from: from, price_to: to } }: { row: Row }) {
  if (!from || !to) return <span className="faint">–</span>;
  if (from.minor === to.minor) return <Money {...from} />;
  return <span className={classes.two}><Money {...from} /><small>– <Money {...to} bare /></small></span>;
}

function SoldAt({ row, shops }: { row: Row; shops: Shops }) {
  if (row.account_ids.length === 0) return <span className="faint">{text.nowhere}</span>;
  const names = row.account_ids.map((id) => shops.nameOf(id)).join(', ');
  return (
    <span className="row" title={names}>
      {row.account_ids.slice(0, 3).map((id) => <Tile key={id} platform={shops.of(id)?.platform ?? ''} />)}
      <bdi className="clip">{names}</bdi>
    </span>
  );
}

export function filters(shops: Shops, brands: readonly Brand[], categories: readonly Category[]): Filter[] {
  const names = text.filters;
  const sold = (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return [
    { name: 'q', label: names.q, kind: 'text', placeholder: text.find },
    { name: 'state', label: names.state, kind: 'choice', choices: [{ value: 'archived', label: text.states.archived }] },
    { name: 'brand', label: names.brand, kind: 'choice', choices: brands.map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'category', label: names.category, kind: 'choice', choices: lines(categories).map((line) => ({ value: line.id, label: indented(line) })) },
    { name: 'tag', label: names.tag, kind: 'text' },
    { name: 'account', label: names.account, kind: 'choice', choices: sold },
    { name: 'not_account', label: names.not_account, kind: 'choice', choices: sold },
    { name: 'no_barcode', label: names.no_barcode, kind: 'choice', choices: [{ value: 'true', label: text.bare }] },
  ];
}
