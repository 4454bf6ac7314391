// Two people at two machines edit, approve and undo the same at once: one wins, the other is told what
// happened, and at the shop everything happens once, by its own count.
import { equal } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';
import { asking, joined } from '../people.mjs';
import { readShops, sandbox, writes } from '../sandbox.mjs';

export const looks = ['desktop-light'];

const PROVEN_MS = 60_000;

export default async function walk({ world, visitor, signIn }) {
  const { woocommerce: shop } = await readShops(world);
  const owner = await asking(world, world.people.owner);
  const mei = await joined(world, { name: 'Mei Tan', role: 'manager' });
  const pages = [await visitor(), await visitor()];
  await Promise.all([signIn(pages[0], world.people.owner), signIn(pages[1], mei)]);
  await writes(owner, [shop], 'live');
  const all = { world, owner, shop, pages, lab: await sandbox(world) };

  const id = await proposed(all);
  await edited(all, id);
  const [before, sent] = await counted(all, () => approved(all, id));
  const [, undone] = await counted(all, () => takenBack(all, id));
  equal(sent - before, 1, 'what two approved was written once');
  equal(undone - sent, 1, 'what two took back was written once');
}

/** How many products the shop has changed for us, before and after. */
async function counted({ lab, shop }, work) {
  const host = new URL(shop.address).hostname;
  const count = async () => {
    const { woocommerce } = await lab.ask('GET', `ledger?host=${host}`);
    return Object.values(woocommerce?.['product.update'] ?? {}).reduce((sum, each) => sum + each, 0);
  };
  const before = await count();
  await work();
  return [before, await count()];
}

/** Title and text of one product. */
async function proposed({ owner, shop }) {
  const { items } = await owner('GET', `/api/mirror/products?account=${shop.id}&state=live&limit=2`);
  const { value } = await owner('GET', `/api/mirror/products/${items.at(-1).id}`);
  const change = { account_id: shop.id, kind: 'products.texts', remote_id: value.remote_id, after: { title: `${value.title} of copper` } };
  const { set_id: id } = await owner('POST', '/api/changes/sets', { title: 'Copper', why: 'It is of copper', changes: [change] });
  return id;
}

async function both(pages, work) {
  await Promise.all(pages.map(work));
}

/** Both type another title; whoever saves second is told, and nothing of the first is lost. */
async function edited({ world, owner, pages }, id) {
  const { items: [change] } = await owner('GET', `/api/changes/sets/${id}/changes`);
  await both(pages, async (page, at) => {
    await page.goto(`${world.address}/changes/change/${change.id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Title', { exact: true }).fill(`A title of number ${at}`);
  });
  await both(pages, (page) => page.getByRole('dialog').getByRole('button', { name: 'Save and preview again' }).click());
  await oneIsTold(pages, /It was changed meanwhile/);
}

async function approved({ world, pages }, id) {
  await both(pages, async (page) => {
    await page.goto(`${world.address}/changes/${id}`);
    await expect(page.getByRole('button', { name: 'Approve and send 1' }), 'what is to be approved');
  });
  await both(pages, (page) => page.getByRole('button', { name: 'Approve and send 1' }).click());
  await proven(pages[0]);
}

async function takenBack({ world, pages }, id) {
  await both(pages, async (page) => {
    await page.goto(`${world.address}/changes/${id}`);
    await expect(page.getByRole('button', { name: 'Undo 1 proven' }), 'what can be undone');
  });
  await both(pages, (page) => page.getByRole('button', { name: 'Undo 1 proven' }).click());
  await oneIsTold(pages, /takes this back already/);
  const undoing = pages.find((page) => !page.url().endsWith(id));
  await undoing.getByRole('button', { name: 'Approve and send 1' }).click();
  await proven(undoing);
}

async function proven(page) {
  await until(async () => (await page.getByText('1 of 1 proven').count()) > 0, 'it is proven', PROVEN_MS);
}

async function oneIsTold(pages, words) {
  const told = async () => (await Promise.all(pages.map((page) => page.getByText(words).count()))).filter((count) => count > 0).length;
  await until(async () => (await told()) === 1, `one of two is told: ${words}`);
}
