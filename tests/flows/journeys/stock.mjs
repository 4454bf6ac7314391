// Somebody buys in one shop: stock falls at the other within seconds, the order stands in the book, waits, goes on, is packed
// and sent, and the shop shows its tracking number.
import { equal } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';
import { addressOf, asking } from '../people.mjs';
import { readShops, sandbox, writes } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const ON_MS = 300_000;
const SOON_MS = 60_000;
const PROVEN_MS = 60_000;

export default async function walk(way) {
  const { world, visitor, signIn, size } = way;
  const shops = await readShops(world);
  const owner = await asking(world, world.people.owner);
  await writes(owner, Object.values(shops), 'live');
  const lab = await sandbox(world);
  // Each look buys in another shop.
  const { woocommerce, shopify } = shops;
  const [here, there] = size === 'desktop' ? [woocommerce, shopify] : [shopify, woocommerce];
  const good = await soldAtBoth(owner);
  const all = { ...way, owner, lab, here, there, good, tracking: `JJD${addressOf('x').slice(2, 10)}` };

  const number = await isBought(all);
  const page = await visitor();
  await signIn(page, world.people.owner, '/orders');
  await isFound({ ...all, page }, number);
  await waitsAndGoesOn({ ...all, page });
  await isSent({ ...all, page }, number);
  await isTold({ ...all, page });
}

/** As soon as the demo tells both shops of stock: something that both show rightly, and that there is enough of. */
async function soldAtBoth(owner) {
  let found;
  await until(async () => {
    const { items: channels } = await owner('GET', '/api/stock/channels?limit=50');
    if (channels.filter(({ state }) => state === 'on').length < 2) return false;
    const { items } = await owner('GET', '/api/stock/levels?state=fine&limit=100');
    found = items.find(({ sku, available, reserved, promised, shops }) => sku && available > 9 && reserved === 0 && promised === 0 && shops.length === 2 && shops.every(({ shows }) => shows === available));
    return found !== undefined;
  }, 'both shops of the demo are told of stock', ON_MS);
  return found;
}

const hostOf = ({ address }) => new URL(address).hostname;

/** What a shop shows to its visitors. */
async function shownAt({ lab, good }, shop) {
  const page = await (await fetch(`${lab.shopAt(hostOf(shop))}/product/${good.sku}`)).text();
  return Number(/(-?\d+) in stock/.exec(page)?.[1]);
}

async function isBought(all) {
  const { visitor, lab, here, there, good } = all;
  const before = await shownAt(all, there);
  const shop = await visitor();
  await shop.goto(`${lab.shopAt(hostOf(here))}/product/${good.sku}`);
  await shop.getByLabel('How many').fill('2');
  await shop.getByRole('button', { name: 'Buy' }).click();
  const said = await shop.getByRole('status').innerText();
  await until(async () => (await shownAt(all, there)) === before - 2, `${there.name} shows two fewer`, SOON_MS);
  const card = await soldCard(all, `value="${/order (\d+)\.$/.exec(said)[1]}"`);
  return /<b>(.+?)<\/b>/.exec(card)[1];
}

/** The newest orders of the shop, as its people see them: the one with these words. */
async function soldCard({ lab, here }, ...words) {
  const page = await (await fetch(`${lab.shopAt(hostOf(here))}/orders`)).text();
  return page.split('<li').find((card) => words.every((word) => card.includes(word)));
}

async function isFound({ page, shot, here, good }, number) {
  await page.getByRole('search', { name: 'Find an order' }).getByRole('searchbox').fill(number);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  const row = page.getByRole('rowheader').filter({ hasText: number });
  await until(async () => (await row.count()) === 1, 'one order has this number', SOON_MS);
  await shot(page, 'orders.found');
  await row.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: `Order ${number}` }), 'the order');
  await expect(page.getByRole('table', { name: 'Lines' }).getByText(good.sku), 'what was bought');
  await expect(page.getByText('2 reserved'), 'that it is kept for the buyer');
  await expect(page.getByText(here.name).first(), 'where');
}

const next = (page) => page.getByRole('region', { name: 'Next action' });

async function waitsAndGoesOn({ page, shot }) {
  await page.getByRole('button', { name: 'Hold', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'Hold the order' });
  await asked.getByLabel('What it waits for').fill('The buyer asks for another colour');
  await asked.getByRole('button', { name: 'Hold it' }).click();
  await expect(next(page).getByText('The buyer asks for another colour'), 'why it waits');
  await shot(page, 'order.held');
  await next(page).getByRole('button', { name: 'Let it go on' }).click();
  await expect(next(page).getByText('Pack it and send it'), 'what is to be done now');
}

async function isSent(all, number) {
  const { page, shot, here, tracking } = all;
  await shot(page, 'order.next');
  await next(page).getByRole('button', { name: 'Send a parcel' }).click();
  const parcel = page.getByRole('dialog', { name: 'Send a parcel' });
  await parcel.getByLabel('Carrier').fill('DHL');
  await parcel.getByLabel('Tracking number').fill(tracking);
  await shot(page, 'order.parcel');
  await parcel.getByRole('button', { name: 'Send 2 pieces' }).click();
  await expect(page.getByText('Sent; the shop is told'), 'that it is on its way');
  await until(async () => (await soldCard(all, `<b>${number}</b>`, `DHL ${tracking}`)) !== undefined, `${here.name} shows the tracking number`, PROVEN_MS);
}

async function isTold({ world, page, shot, owner, good, tracking }) {
  await expect(page.getByRole('region', { name: 'Parcels' }).getByText(tracking), 'the parcel');
  const told = page.getByRole('region', { name: 'What happened' });
  for (const words of ['The order came in', 'Ayu Lestari held the order', 'Ayu Lestari let the order go on', 'Ayu Lestari sent a parcel', 'State: Shipped']) {
    await expect(told.getByText(words), `in the timeline: ${words}`);
  }
  await shot(page, 'order.sent');
  // By this order alone: those that the shops brought along are taken in meanwhile, and move the same goods.
  const [, id] = /orders\/([\da-f-]+)/.exec(page.url());
  const { items } = await owner('GET', `/api/stock/levels/${good.variant_id}/ledger?kind=sale&limit=50`);
  equal(items.filter(({ cause_id: cause }) => cause === id).reduce((sum, { on_hand: by }) => sum + by, 0), -2, 'the ledger has sold them');
  await page.goto(`${world.address}/stock/${good.variant_id}`);
  await expect(page.getByRole('heading', { level: 1, name: good.title }), 'the stock of it');
  await expect(page.getByRole('group', { name: 'Ledger' }).getByText('Shipped').first(), 'the sale in the ledger');
  await shot(page, 'stock.item');
}
