import { number } from '../../lib/number.ts';
import type { Shops } from '../../lib/shops.ts';
import type { Column } from '../../ui/table/columns.ts';
import type { Filter, View } from '../../ui/table/filters.ts';
import { STATES, worst } from './model.ts';
import { ItemName, ItemSign, shownAs, TruthSign } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import type { Item, Place } from './shapes.ts';
import { text } from './text.ts';

export type Sight = 'places' | 'shops';
const PLACES_MAX = 6;

/** Of what nobody has counted yet no figure is shown. */
const counted = (figure: (row: Item) => number) => (row: Item) => (row.state === 'waiting' || row.state === 'uncounted' ? <span className="faint">{'\u2013'}</span> : number(figure(row)));

export function columns(sight: Sight, places: readonly Place[], shops: Shops): Column<Item>[] {
  const { item, state, onHand, reserved, available, shops: sold } = text.heads;
  return [
    { id: 'item', head: item, kind: 'name', cell: (row) => <ItemName item={row} /> },
    { id: 'state', head: state, kind: 'state', phone: 'more', cell: (row) => <Standing row={row} /> },
    { id: 'available', head: available, kind: 'number', phone: 'end', cell: (row) => <b className={row.state === 'out' ? 'bad' : ''}>{counted((one) => one.available)(row)}</b> },
    { id: 'onHand', head: onHand, kind: 'number', cell: (row) => <span className={`${classes.two} ${classes.figure}`}>{counted((one) => one.on_hand)(row)}{row.on_the_way > 0 && <small title={text.heads.onTheWay}>{text.comes(number(row.on_the_way))}</small>}</span> },
    { id: 'reserved', head: reserved, kind: 'number', cell: counted((row) => row.reserved + row.promised) },
    ...(sight === 'places' ? [{ id: 'shops', head: sold, kind: 'text' as const, cell: (row: Item) => <Worst row={row} /> }, ...byPlace(places)] : byShop(shops)),
  ];
}

function byPlace(places: readonly Place[]): Column<Item>[] {
  const own = places.filter(({ kind, state }) => kind === 'own' && state === 'active').slice(0, PLACES_MAX);
  return own.map((place) => ({ id: place.id, head: place.name, kind: 'number', cell: (row) => <AtPlace row={row} place={place.id} /> }));
}

function byShop(shops: Shops): Column<Item>[] {
  return (shops.all ?? [])
    .filter(({ state }) => state !== 'disconnected')
    .map((shop) => ({ id: shop.id, head: shop.name, kind: 'text', cell: (row) => <AtShop row={row} shop={shop.id} /> }));
}

function Standing({ row }: { row: Item }) {
  const differs = row.shops.some(({ truth }) => truth === 'differs');
  const more = row.state === 'low' ? text.limit(number(row.low_at)) : '';
  return <span className={`${classes.two} ${classes.row}`}><ItemSign state={row.state} />{more && <small>{more}</small>}{differs && <span className={classes.word}><TruthSign truth="differs" /></span>}</span>;
}

function AtPlace({ row, place }: { row: Item; place: string }) {
  const level = row.places.find((one) => one.place_id === place);
  if (!level) return <span className="faint" title={text.notHere}>{'\u2013'}</span>;
  return <>{number(level.available)}{level.on_hand !== level.available && <span className="faint"> / {number(level.on_hand)}</span>}</>;
}

function AtShop({ row, shop }: { row: Item; shop: string }) {
  const found = row.shops.find(({ account_id: id }) => id === shop);
  if (!found) return <span className="faint">{text.notSold}</span>;
  return <span className={classes.two}><TruthSign truth={found.truth} /><small>{words(found)}</small></span>;
}

/** The shop that needs a look most, and how many there are beside it. */
function Worst({ row }: { row: Item }) {
  const found = worst(row.shops);
  if (!found) return <span className="faint">{text.noShop}</span>;
  return <span className={classes.two}><TruthSign truth={found.truth} /><small>{row.shops.length > 1 ? text.moreShops(row.shops.length - 1) : words(found)}</small></span>;
}

function words({ should, shows, truth }: Item['shops'][number]): string {
  if (truth === 'off' || truth === 'waiting' || should === null) return shows === null ? text.uncounted : text.showsNow(number(shows));
  return should === shows ? text.showsNow(number(should)) : text.shouldShow(shownAs(should), shownAs(shows));
}

export function filters(places: readonly Place[], shops: Shops): Filter[] {
  const { searched, place, account, state } = text.filters;
  return [
    { name: 'search', label: searched, kind: 'text' },
    { name: 'state', label: state, kind: 'choice', choices: STATES.map((value) => ({ value, label: text.states[value] ?? value })) },
    { name: 'place', label: place, kind: 'choice', choices: places.filter((one) => one.state === 'active').map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'account', label: account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) },
  ];
}

export function views(): View[] {
  const { low, out, waiting } = text.views;
  return [
    { id: 'low', label: low, search: '?state=low' },
    { id: 'out', label: out, search: '?state=out' },
    { id: 'waiting', label: waiting, search: '?state=waiting' },
  ];
}
