// Every screen that there is, as its owner sees it and before anybody signed in.
import { deepEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops } from '../sandbox.mjs';

export const looks = ['desktop-both', 'phone-both'];

const LISTED_MS = 120_000;
const ROOMS = new URL('../../../web/src/', import.meta.url).pathname;

/** The paths as the rooms declare them. */
function declared() {
  const files = readdirSync(ROOMS, { recursive: true }).filter((name) => /(^|\/)(room|house)\.ts$/.test(name));
  const words = files.map((name) => readFileSync(join(ROOMS, name), 'utf8')).join('\n');
  return [...words.matchAll(/path: '([^']+)'(, frame: 'bare')?/g)]
    .map(([, path, bare]) => ({ path, bare: bare !== undefined }))
    .filter(({ path }) => !path.startsWith('/dev/'));
}

/** Nobody is listening in the demo, and whom one would make would be called; at its supplier nothing is bought. */
const LEFT_OUT = ['/settings/webhooks/$id', '/purchasing/orders/$id'];

const nameOf = (path) => path.replace(/^\//, '').replaceAll('/', '.').replace('$', '') || 'home';

export default async function walk({ world, visitor, shot, signIn }) {
  const all = declared();
  if (all.length < 25) throw new Error('the rooms are declared in another way than this journey reads');
  const stranger = await visitor();
  for (const { path } of all.filter((one) => one.bare)) {
    await stranger.goto(world.address + path);
    await stranger.getByRole('heading', { level: 1 }).waitFor();
    await shot(stranger, nameOf(path));
  }
  const owner = await visitor();
  const things = await thingsIn(world);
  const ask = await asking(world, world.people.owner);
  const comesBack = await aReturn(ask);
  await signIn(owner, world.people.owner);
  for (const { path } of all.filter((one) => !one.bare && !one.path.includes('$'))) {
    await open(owner, world, path);
    await shot(owner, nameOf(path));
  }
  await oneOf(owner, world, '/people', 'people.id', shot);

  const ofThings = all.map(({ path }) => path).filter((path) => path.includes('$') && !['/people/$id', ...LEFT_OUT].includes(path));
  const start = (path) => path.slice(0, path.indexOf('$'));
  deepEqual(ofThings.filter((path) => !things.has(start(path))), [], 'of each kind of thing one is known');
  for (const path of ofThings) {
    await open(owner, world, path.replace(/\$\w+/, things.get(start(path))));
    await shot(owner, nameOf(path));
  }
  // Nothing is left that waits for whoever comes next.
  await ask('POST', `/api/orders/returns/${comesBack}/act`, { act: 'decline', why: 'Only to look at it' });
  await ask('POST', `/api/config/imports/${things.get('/settings/config/')}/undo`);
  await ask('POST', `/api/stock/counts/${things.get('/stock/counts/')}/cancel`);
  await ask('POST', `/api/stock/transfers/${things.get('/stock/transfers/')}/cancel`);
  await ask('POST', `/api/changes/sets/${things.get('/changes/')}/withdraw`, { change_ids: [] });
}

/** One of each kind that has screens of its own, by how their paths begin. */
async function thingsIn(world) {
  const { shopify, woocommerce } = await readShops(world);
  const ask = await asking(world, world.people.owner);
  const first = async (kind, shop) => (await ask('GET', `/api/mirror/${kind}?account=${shop.id}&limit=1`)).items[0].id;
  const [set, change] = await aSet(ask, woocommerce);
  return new Map([
    ['/jobs/', (await ask('GET', '/api/jobs?limit=1')).items[0].id],
    ['/changes/', set],
    ['/changes/change/', change],
    ['/catalog/', await aProduct(ask)],
    ['/catalog/files/', await aTable(ask)],
    ['/catalog/edits/', await anEdit(ask)],
    ['/listings/', await listed(ask)],
    ['/connections/', woocommerce.id],
    ['/settings/config/', await anImport(ask)],
    ['/connections/return/', 'shopify'],
    ['/pricing/rules/', (await ask('GET', '/api/pricing/rules')).rules[0].id],
    ['/pricing/why/', await anOffer(ask)],
    ...(await stocked(ask, woocommerce)),
    ...(await supplied(ask)),
    ['/orders/', await anOrder(ask)],
    ['/orders/customers/', (await ask('GET', '/api/orders/customers?limit=1')).items[0].id],
    ['/mirror/products/', await first('products', shopify)],
    ['/mirror/offers/', await first('offers', woocommerce)],
    ['/mirror/orders/', await first('orders', shopify)],
    ['/mirror/customers/', await first('buyers', woocommerce)],
  ]);
}

/** Settings that came from a file. */
async function anImport(ask) {
  const { parts: { limits }, ...head } = await ask('GET', '/api/config/export');
  const file = { ...head, parts: { limits: { ...limits, few: limits.few + 1 } } };
  const { preview } = await ask('POST', '/api/config/preview', file);
  return (await ask('POST', `/api/config/import?preview=${preview}`, file)).import.id;
}

/** As soon as the demo has made one. */
async function aProduct(ask) {
  let items = [];
  await until(async () => ({ items } = await ask('GET', '/api/catalog/products?limit=1')).items.length > 0, 'the demo has made products', 120_000);
  return items[0].id;
}

/** Goods that are counted, at a place and on their way to another. */
async function stocked(ask, { id: shop }) {
  let found;
  await until(async () => (found = (await ask('GET', '/api/stock/levels?state=fine&limit=1')).items[0]) !== undefined, 'goods are counted', LISTED_MS);
  const { variant_id: variant, places } = found;
  const { place_id: from } = places.find(({ available }) => available > 0);
  const { id: to } = await ask('POST', '/api/stock/places', { name: `Shelf ${Date.now()}`, country: 'ID' });
  const count = await ask('POST', '/api/stock/counts', { place_id: to, name: 'To look at it', variant_ids: [variant] });
  const transfer = await ask('POST', '/api/stock/transfers', { from_id: from, to_id: to, lines: [{ variant_id: variant, count: 1 }], expected_on: null, note: '' });
  return [['/stock/', variant], ['/stock/shops/', shop], ['/stock/counts/', count.id], ['/stock/transfers/', transfer.id]];
}

/** Somebody who is written to, and an order for them that nobody has sent. */
async function supplied(ask) {
  const { id: supplier } = await ask('POST', '/api/purchasing/suppliers', { name: `Lamp factory ${Date.now()}`, currency: 'USD' });
  const { id } = await ask('POST', '/api/purchasing/restocks', { supplier_id: supplier, lines: [] });
  return [['/purchasing/suppliers/', supplier], ['/purchasing/restocks/', id]];
}

/** As soon as the book has taken one in. */
async function anOrder(ask) {
  let items = [];
  await until(async () => ({ items } = await ask('GET', '/api/orders/orders?limit=1')).items.length > 0, 'an order stands in the book', LISTED_MS);
  return items[0].id;
}

/** Goods that a buyer wants to send back. */
async function aReturn(ask) {
  const { items: [{ id }] } = await ask('GET', '/api/orders/orders?state=shipped&limit=1');
  return (await ask('POST', `/api/orders/orders/${id}/returns`, { reason: 'damaged', note: 'The box was open' })).id;
}

/** A table that was brought in, of which nothing is done yet. */
async function aTable(ask) {
  const table = 'SKU,Title,Price\nLAMP-1,Brass lamp,12.90\n';
  return (await ask('POST', '/api/catalog/imports?name=goods.csv', table, { 'Content-Type': 'application/octet-stream' })).id;
}

/** An edit of many products that is counted and not done. */
async function anEdit(ask) {
  const operations = [{ field: 'title', way: 'append', text: ', new' }];
  return (await ask('POST', '/api/catalog/bulks', { ids: [await aProduct(ask)], operations })).id;
}

/** A product with a listing: the demo makes one as soon as its shops are read. */
async function listed(ask) {
  let found;
  await until(async () => (found = (await ask('GET', '/api/listings/listings?limit=1')).items[0]) !== undefined, 'a product is listed', LISTED_MS);
  return found.product_id;
}

/** Something that is wanted and waits. */
async function aSet(ask, { id: account }) {
  const { items: [{ remote_id: remote, title }] } = await ask('GET', `/api/mirror/products?account=${account}&limit=1`);
  const wish = { account_id: account, kind: 'products.texts', remote_id: remote, after: { title: `${title} anew` } };
  const { set_id: set } = await ask('POST', '/api/changes/sets', { title: 'Another title', why: 'To look at it.', changes: [wish] });
  const { items: [change] } = await ask('GET', `/api/changes/sets/${set}/changes`);
  return [set, change.id];
}

/** As soon as the goods of the demo are known at the shop. */
async function anOffer(ask) {
  let found = [];
  await until(async () => {
    ({ examples: found } = await ask('POST', '/api/pricing/effects', {}));
    return found.length > 0;
  }, 'rules fit an offer', 120_000);
  return found[0].offer_id;
}

async function open(page, world, path) {
  await page.goto(world.address + path);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
}

/** The page of the first thing that a list leads to. */
async function oneOf(page, world, path, name, shot) {
  await page.goto(world.address + path);
  await page.getByRole('rowheader').getByRole('link').first().click();
  await page.waitForURL((url) => url.pathname !== path);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await shot(page, name);
}
