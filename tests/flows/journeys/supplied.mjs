// Somebody buys at a shop what lies at the supplier only: it is ordered there once, and its parcel comes to the order, the shop
// and the earnings.
import { equal } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops, sandbox, writes } from '../sandbox.mjs';

export const looks = ['desktop-light'];

const ON_MS = 300_000;
const SOON_MS = 60_000;
const DEAR = 4_000; // enough that the way from there leaves something of what is paid

export default async function walk(way) {
  const { world, visitor, signIn } = way;
  const { woocommerce: shop } = await readShops(world);
  const owner = await asking(world, world.people.owner);
  const { good, account } = await liesThereOnly(owner, shop);
  await writes(owner, [shop, account], 'live');
  const lab = await sandbox(world);
  const all = { ...way, lab, good, shopAt: lab.shopAt(new URL(shop.address).hostname) };
  const page = await visitor();
  const [order] = await Promise.all([isBought(all), signIn(page, world.people.owner, '/purchasing')]);
  const number = await isPlaced({ ...all, page }, order);
  const tracking = await isShipped({ ...all, page }, number);
  await isTold({ ...all, page }, order, tracking);
  await byTheDoorsAlone({ ...all, owner });
}

/** As soon as the demo offers goods of its supplier: one that is not on our own shelf, and that the shop sells. */
async function liesThereOnly(owner, shop) {
  let good;
  await until(async () => {
    const { items } = await owner('GET', '/api/purchasing/offers?limit=100');
    const dear = items.filter(({ price_minor: price }) => price > DEAR);
    const levels = await Promise.all(dear.map(({ variant_id: id }) => owner('GET', `/api/stock/levels/${id}`)));
    good = levels.find(({ on_hand: here, shops }) => here === 0 && shops.some(({ account_id: id, shows }) => id === shop.id && shows > 0));
    return good !== undefined;
  }, 'the demo sells what lies at its supplier only', ON_MS);
  const { items } = await owner('GET', '/api/connections/accounts?limit=200');
  return { good, account: items.find(({ platform }) => platform === 'cj') };
}

/** The number of the order that the shop gives. */
async function isBought({ visitor, shopAt, good }) {
  const shop = await visitor();
  await shop.goto(`${shopAt}/product/${good.sku}`);
  await shop.getByRole('button', { name: 'Buy' }).click();
  const said = await shop.getByRole('status').innerText();
  return /order (\d+)\.$/.exec(said)[1];
}

const next = (page) => page.getByRole('region', { name: 'Next action' });

/** It stands on the board by itself, and goes out at once because somebody says so. */
async function isPlaced({ page, shot, lab }, order) {
  const ticket = page.getByRole('region', { name: 'Quoted' }).getByRole('link').filter({ hasText: `${order}-` });
  await until(async () => (await ticket.count()) === 1, 'one supplier order stands on the board, quoted', SOON_MS);
  await shot(page, 'purchasing.board');
  await ticket.click();
  await next(page).getByRole('button', { name: 'Place now' }).click();
  const heading = page.getByRole('heading', { level: 1, name: /^Supplier order / });
  const number = (await heading.innerText()).replace('Supplier order ', '').trim();
  const counted = () => lab.ask('GET', `cj/orders?number=${encodeURIComponent(number)}`);
  await until(async () => (await counted()).paid === 1, 'the supplier has it, paid', SOON_MS);
  await expect(page.getByText('It stands at the supplier.'), 'that it is placed');
  await shot(page, 'purchasing.placed');
  equal((await counted()).exist, 1, 'the supplier counts it once');
  return number;
}

async function isShipped({ page, shot, lab }, number) {
  const { tracking } = await lab.ask('POST', 'cj/orders', { order: number, do: 'ship' });
  await until(async () => (await page.getByRole('region', { name: 'Parcels' }).getByText(tracking).count()) > 0, 'its parcel is there', SOON_MS);
  await shot(page, 'purchasing.sent');
  return tracking;
}

async function isTold({ world, page, shot, shopAt }, order, tracking) {
  await page.getByRole('link', { name: `Order ${order}`, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Order ${order}` }), 'the order');
  await expect(page.getByRole('region', { name: 'Parcels' }).getByText(tracking), 'the parcel at the order');
  await expect(page.getByRole('region', { name: 'What happened' }).getByText('Told the buyer: sent'), 'that the buyer has mail');
  await shot(page, 'order.supplied');
  await until(async () => (await (await fetch(`${shopAt}/orders`)).text()).includes(tracking), 'the shop shows the tracking number', SOON_MS);
  await page.goto(`${world.address}/earnings`);
  await expect(page.getByRole('rowheader').filter({ hasText: order }), 'what was earned with it');
  await shot(page, 'earnings.supplied');
}

/** The same once more, asked of the program as another program asks: no page is opened. */
async function byTheDoorsAlone({ owner, lab, good, shopAt }) {
  const host = shopAt.split('/').at(-1);
  const { order } = await lab.ask('POST', `shop/${host}/buy`, { sku: good.sku });
  let bought;
  const is = async (state) => {
    const { items } = await owner('GET', '/api/purchasing/orders?limit=50');
    bought = items.find(({ order_number: of }) => of === String(order));
    return bought?.state === state;
  };
  await until(() => is('quoted'), 'what was bought is quoted', SOON_MS);
  await owner('POST', '/api/purchasing/orders/act', { act: 'place_now', ids: [bought.id] });
  await until(() => is('placed'), 'it is placed', SOON_MS);
  const counted = await lab.ask('GET', `cj/orders?number=${encodeURIComponent(bought.number)}`);
  equal(`${counted.exist} ${counted.paid}`, '1 1', 'the supplier counts it once, and paid once');
  const { tracking } = await lab.ask('POST', 'cj/orders', { order: bought.number, do: 'ship' });
  await until(() => is('sent'), 'it is sent', SOON_MS);
  await until(async () => {
    const { parcels } = await owner('GET', `/api/orders/orders/${bought.order_id}`);
    return parcels.some(({ tracking_number: number }) => number === tracking);
  }, 'the order has the parcel', SOON_MS);
  await until(async () => {
    const { timeline } = await owner('GET', `/api/orders/orders/${bought.order_id}`);
    return timeline.some(({ sentence }) => sentence === 'Told the buyer: sent');
  }, 'the buyer has mail', SOON_MS);
  await until(async () => (await (await fetch(`${shopAt}/orders`)).text()).includes(tracking), 'the shop shows its number', SOON_MS);
  const { items: entries } = await owner('GET', '/api/billing/entries?limit=100');
  equal(entries.some(({ order_id: of }) => of === bought.order_id), true, 'what was earned with it is booked');
}
