// A price is rehearsed, sent, proven and taken back; what somebody changes at the shop is found and
// restored; what goes too far is held until somebody says why.
import { equal, match } from 'node:assert/strict';
import { absent, expect, until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops, sandbox, writes } from '../sandbox.mjs';

export const looks = ['desktop-both', 'phone-both'];

const PROVEN_MS = 60_000;
const ALL = 'Changes go out to shops that are live';
const ONE = 'Changes go out to the shop';

export default async function walk(way) {
  const { world, visitor, signIn } = way;
  const { woocommerce: shop } = await readShops(world);
  const owner = await asking(world, world.people.owner);
  await writes(owner, [shop], 'dry');
  const page = await visitor();
  await signIn(page, world.people.owner, `/connections/${shop.id}`);
  const all = { ...way, page, shop, owner, product: await soldAlone(owner, shop) };

  await isRehearsed(all);
  await goesLive(all);
  await isProven(all);
  await isTakenBack(all);
  await isDrifted(all);
  await retitled(all);
  await isHeld(all);
  await stops(all);
  await writes(owner, [shop], 'live'); // as it was found, for whoever comes next
}

/** A product that is its own offer, in no sale. */
async function soldAlone(owner, shop) {
  const { items } = await owner('GET', `/api/mirror/products?account=${shop.id}&state=live&limit=50`);
  for (const { id } of items) {
    const { value, title } = await owner('GET', `/api/mirror/products/${id}`);
    const [offer, ...more] = value.offers;
    if (offer?.price && !offer.compare_at && !offer.sale && more.length === 0 && value.variant_ids.length === 0) return { id, title, remote: value.remote_id, minor: offer.price.minor };
  }
  throw new Error('no product is sold by itself');
}

/** What is asked for in the dialog of a product; the price as a person writes it. */
async function proposes({ page, world, product, shot }, item, label, value, why, name = '') {
  await page.goto(`${world.address}/mirror/products/${product.id}`);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
  const asked = page.getByRole('dialog', { name: new RegExp(`^${item}|^Change the`) });
  await asked.getByLabel(label, { exact: true }).fill(value);
  await asked.getByLabel('Why', { exact: true }).fill(why);
  if (name) await shot(page, name);
  await asked.getByRole('button', { name: 'See what would be sent' }).click();
  await page.waitForURL(/\/changes\/[0-9a-f-]{36}$/);
}

const moved = ({ minor }, share) => Math.round(minor * share);

/** In dollars and cents, as a person types it. */
const times = (product, share) => (moved(product, share) / 100).toFixed(2);

async function isRehearsed(all) {
  const { page, shot, product } = all;
  await proposes(all, 'Change price', 'Price', times(product, 1.05), 'To see what happens', 'change.ask');
  await expect(page.getByText(/nothing will be sent/), 'that nothing will be sent');
  await shot(page, 'change.dry');
  await page.getByRole('button', { name: 'Approve and rehearse 1' }).click();
  await until(async () => (await page.getByText('Rehearsed', { exact: true }).count()) > 0, 'it is rehearsed', PROVEN_MS);
  await shot(page, 'change.rehearsed');
}

async function goesLive({ page, world, shop }) {
  await page.goto(`${world.address}/connections/${shop.id}`);
  await page.getByRole('switch', { name: ONE }).click();
  const one = page.getByRole('dialog', { name: `Send changes to ${shop.name} from now on?` });
  await one.getByLabel(`Type ${shop.name} to go on`).fill(shop.name);
  await one.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByText(`${shop.name} is live as soon as the workspace is`), 'that its own switch is on');
  await page.goto(`${world.address}/connections`);
  await expect(page.getByRole('rowheader', { name: shop.name }), 'the shop in the list');
  await page.getByRole('switch', { name: ALL }).click();
  const every = page.getByRole('dialog', { name: /^Let .+ write to its shops/ });
  const [, name] = /^Let (.+) write/.exec(await every.getByRole('heading').innerText());
  await every.getByLabel(`Type ${name} to go on`).fill(name);
  await every.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByText('The workspace is live: shops that are live get what is approved'), 'that the workspace is live');
}

/** Five clicks from the product to the proof: change, which, look, approve. */
async function isProven(all) {
  const { page, shot, product, owner } = all;
  await proposes(all, 'Change price', 'Price', times(product, 1.1), 'Copper is dearer');
  await expect(page.getByRole('button', { name: 'Approve and send 1' }), 'that one goes out');
  await shot(page, 'change.preview');
  await page.getByRole('button', { name: 'Approve and send 1' }).click();
  await until(async () => (await page.getByText('1 of 1 proven').count()) > 0, 'it is proven', PROVEN_MS);
  await shot(page, 'change.proven');
  const { value } = await owner('GET', `/api/mirror/products/${product.id}`);
  equal(value.offers[0].price.minor, moved(product, 1.1), 'the shop shows it');

  await opensReceipt(page);
  const sent = page.getByRole('region', { name: 'Sending 1' });
  await expect(sent.getByText(/regular_price/), 'what was sent');
  match(await sent.innerText(), /products\/batch/);
  await expect(page.getByText('From the wish to the proof'), 'how long it took');
  await shot(page, 'change.receipt');
  await page.getByRole('link', { name: `Price of ${product.title}` }).click();
}

/** From the row that is open, or is opened, in its place. */
async function opensReceipt(page) {
  const way = page.getByRole('link', { name: 'Open the receipt' });
  if ((await way.count()) === 0) await page.getByRole('rowheader').getByRole('button').first().click();
  await way.click();
  await page.waitForURL(/\/changes\/change\//);
}

async function isTakenBack({ page, shot, product, owner }) {
  await page.getByRole('button', { name: 'Undo 1 proven' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Undo: / }), 'the set that takes it back');
  await shot(page, 'change.undo');
  await page.getByRole('button', { name: 'Approve and send 1' }).click();
  await until(async () => (await page.getByText('1 of 1 proven').count()) > 0, 'the undo is proven', PROVEN_MS);
  const { value } = await owner('GET', `/api/mirror/products/${product.id}`);
  equal(value.offers[0].price.minor, product.minor, 'the price is as it was');
  await page.getByRole('link', { name: 'an earlier set' }).click();
  await until(async () => (await page.getByText(/^Undone/).count()) > 0, 'the first one is undone', PROVEN_MS);
  await shot(page, 'change.undone');
}

/** Somebody at the shop makes it dearer: it is found there, and ours is restored. */
async function isDrifted(all) {
  const { page, world, shot, product, shop } = all;
  const lab = await sandbox(world);
  const { hostname } = new URL(shop.address);
  await lab.ask('POST', `shop/${hostname}/edit`, { product: product.remote, price: times(product, 1.2) });
  await page.goto(`${world.address}/changes/drift?state=found`);
  const line = page.getByRole('listitem').filter({ hasText: shop.name });
  await line.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Look what it does' }).click();
  await expect(page.getByRole('dialog').getByText('Fields of each'), 'what handing over does');
  await shot(page, 'drift.hand');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await line.getByRole('button', { name: 'Read all again' }).click();
  const found = page.getByRole('rowheader', { name: product.title });
  await expect(found, 'what somebody changed at the shop');
  await shot(page, 'drift');
  await found.getByRole('button').first().click();
  await expect(page.getByText('No platform says who did it'), 'what is known of it');
  await shot(page, 'drift.row');
  await page.getByRole('button', { name: 'Restore ours' }).first().click();
  await shot(page, 'drift.restore');
  await page.getByRole('dialog').getByRole('button', { name: 'Propose ours for 1' }).click();
  await page.waitForURL(/\/changes\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Approve and send 1' }).click();
  await until(async () => (await page.getByText('1 of 1 proven').count()) > 0, 'ours is there again', PROVEN_MS);
}

/** A title is compared word by word, and put back. */
async function retitled(all) {
  const { page, shot, product } = all;
  await proposes(all, 'Change title', 'Title', `${product.title} of copper`, 'It is of copper');
  await shot(page, 'change.title');
  await page.getByRole('rowheader').getByRole('button').first().click();
  await shot(page, 'change.row');
  await opensReceipt(page);
  await expect(page.locator('ins').filter({ hasText: 'copper' }), 'the word that came');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Title', { exact: true }).fill(`${product.title} of brass`);
  await shot(page, 'change.edit');
  await page.getByRole('dialog').getByRole('button', { name: 'Save and preview again' }).click();
  await expect(page.locator('ins').filter({ hasText: 'brass' }), 'the other word');
  await shot(page, 'change.waiting');
  await page.getByRole('link', { name: `Title of ${product.title}` }).click();
  await page.getByRole('button', { name: 'Withdraw all' }).click();
  await expect(page.getByText('1 change is withdrawn'), 'that it is withdrawn');
  await absent(page.getByRole('button', { name: /^Approve/ }), 'approving what nobody wants');
}

async function isHeld(all) {
  const { page, world, shot, product } = all;
  await proposes(all, 'Change price', 'Price', times(product, 0.5), 'A typing error');
  const held = page.getByRole('region', { name: 'The guard holds 1 change' });
  await expect(held.getByText(/is a step of more than 30 %/), 'why the guard holds it');
  await shot(page, 'change.held');
  await held.getByRole('button', { name: 'Release' }).click();
  await shot(page, 'change.release');
  await page.getByRole('dialog').getByLabel('Why it is right').fill('It is sold off');
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  await expect(page.getByRole('button', { name: 'Approve and send 1' }), 'that it waits for approval now');
  await page.getByRole('button', { name: 'Withdraw all' }).click();
  await expect(page.getByText('1 change is withdrawn'), 'that it is withdrawn');
  await page.goto(`${world.address}/changes`);
  await expect(page.getByRole('rowheader').first(), 'the queue');
  await shot(page, 'changes.queue');
  await page.goto(`${world.address}/changes/rules`);
  await expect(page.getByRole('heading', { name: 'Who has to agree' }), 'who has to agree');
  await shot(page, 'changes.rules');
}

async function stops({ page, world, shop }) {
  await page.goto(`${world.address}/connections`);
  await expect(page.getByRole('rowheader', { name: shop.name }), 'the shop in the list');
  await page.getByRole('switch', { name: ALL }).click();
  await expect(page.getByText('The workspace is rehearsing: nothing goes out to any shop any more'), 'that all is stopped');
  await page.goto(`${world.address}/connections/${shop.id}`);
  await page.getByRole('switch', { name: ONE }).click();
  await until(async () => !(await page.getByRole('switch', { name: ONE }).isChecked()), 'the shop rehearses again');
}
