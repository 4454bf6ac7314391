// A shop is looked into: how it is, what it sent word by word; then it falls silent, and is back.
import { equal, match, ok } from 'node:assert/strict';
import { absent, expect, until } from '../expect.mjs';
import { addressOf, asking } from '../people.mjs';
import { readShops, sandbox } from '../sandbox.mjs';

export const looks = ['desktop-dark', 'phone-light'];

const SMALL = { products: 40, customers: 6, orders: 8 };
const READ_MS = 60_000;

export default async function walk(way) {
  const { world, visitor, signIn } = way;
  const { shopify } = await readShops(world);
  const lab = await sandbox(world);
  const ask = await asking(world, world.people.owner);
  const host = `kursi-${addressOf('x').slice(2, 6)}`;
  const shop = await lab.ask('POST', 'shops', { platform: 'woocommerce', name: host, ...SMALL });
  const account = await connected(ask, shop, host.replace('kursi-', 'Kursi '));
  const page = await visitor();
  await signIn(page, world.people.owner, `/connections/${shopify.id}`);

  const all = { ...way, lab, ask, shop, account, page };
  await showsClocksAndQuota(all, shopify);
  await showsItsHealth(all);
  await showsTheDocumentOfAProduct(all);
  await showsTheDocumentOfAnOrder(all);
  await fallsSilentAndIsBack(all);
}

/** By the door, as a program would; read to the last row. */
async function connected(ask, shop, name) {
  const { consumer_key, consumer_secret } = shop.keys;
  const fields = { store_url: shop.address, consumer_key, consumer_secret };
  const account = await ask('POST', '/api/connections/accounts', { platform: 'woocommerce', fields, name });
  await until(async () => {
    const { items } = await ask('GET', `/api/mirror/feeds?account=${account.id}`);
    return items.length > 0 && items.every(({ state }) => state === 'current');
  }, `${name} is read`, READ_MS);
  return account;
}

const card = (page, title) => page.getByRole('region', { name: title, exact: true });
const health = (ask, { id }) => ask('GET', `/api/connections/accounts/${id}/health`);

async function showsClocksAndQuota({ page, world, ask, shot }, shopify) {
  const clocks = page.getByRole('list', { name: 'Tokens and consents that end' }).getByRole('listitem');
  await expect(clocks.filter({ hasText: 'Access token' }).filter({ hasText: /\d+\s(h|min)\b.* left/ }), 'how long the token is good');
  await expect(clocks.filter({ hasText: 'renewed ahead by itself' }), 'that nobody has to do it');
  const { token_expires_at: ends } = await ask('GET', `/api/connections/accounts/${shopify.id}`);
  equal(await clocks.locator('time').first().getAttribute('datetime'), new Date(ends).toISOString());

  const graphql = card(page, 'Limits').getByRole('listitem').filter({ hasText: 'Graphql' });
  await expect(graphql.getByText(/^[\d,]+ of 2,000 left$/), 'what is left of the quota');
  await expect(graphql.getByText('100 come back each second'), 'how fast it comes back');
  await expect(graphql.getByText('Answers', { exact: true }), 'that calls go out');
  ok((await graphql.getByRole('progressbar').getAttribute('aria-valuenow')) !== null);
  await shot(page, 'connection.quota');
}

async function showsItsHealth({ page, world, ask, account }) {
  await page.goto(`${world.address}/connections/${account.id}`);
  await agrees(page, ask, account);
  const strip = card(page, 'Health');
  await expect(strip.getByText('Last good read').locator('xpath=following-sibling::dd').locator('time'), 'when it answered last');
  match(await strip.getByText('Last good write').locator('xpath=following-sibling::dd').innerText(), /never/);
  await expect(card(page, 'Clocks').getByText('Nothing ends here.'), 'that its keys do not end');
}

/** The page says of calls what the door says, which says what happened. */
async function agrees(page, ask, account) {
  const worked = card(page, 'Health').getByText('Calls that worked').locator('xpath=following-sibling::dd');
  await until(async () => {
    const { outcomes } = await health(ask, account);
    const count = (outcome) => outcomes.find((one) => one.outcome === outcome)?.calls ?? 0;
    const all = outcomes.reduce((sum, { calls }) => sum + calls, 0);
    const shown = await worked.innerText().catch(() => '');
    if (!shown.includes(`of the last ${all}`)) return false;
    const went = card(page, 'How calls went').getByRole('link', { name: `Went well: ${count('ok')}, show them` });
    return (await went.count()) === 1;
  }, 'the calls that the page counts are those that were made');
}

const documentOf = (page) => page.getByRole('group', { name: /^Document of / });
const understood = (page) => page.getByRole('region', { name: 'As we understand it' });
const line = (page, name) => documentOf(page).getByRole('listitem').filter({ hasText: new RegExp(`^${name}: `) });
const wordOf = async (page, name) => JSON.parse((await line(page, name).first().innerText()).replace(`${name}: `, ''));
const amount = (text) => Number(text).toLocaleString('en-GB', { minimumFractionDigits: 2 });

/** A field of the platform's own document, and next to it what we make of it. */
async function showsTheDocumentOfAProduct({ page, world, ask, account, shot }) {
  const { items } = await ask('GET', `/api/mirror/products?account=${account.id}&state=live&limit=100`);
  const { id, title, sku } = items.find((each) => each.sku !== null && each.amount_minor !== null);
  await page.goto(`${world.address}/mirror/products/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: title }), 'what we call it');
  await expect(line(page, 'sku'), 'the document of the shop');
  equal(await wordOf(page, 'name'), title);
  equal(await wordOf(page, 'sku'), sku);
  await expect(understood(page).getByText(amount(await wordOf(page, 'price'))), 'its price as we understand it');
  await shot(page, 'product.document');
}

async function showsTheDocumentOfAnOrder({ page, world, ask, account, shot }) {
  const [{ id, title }] = (await ask('GET', `/api/mirror/orders?account=${account.id}&limit=1`)).items;
  await page.goto(`${world.address}/mirror/orders/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: title }), 'its number');
  await expect(line(page, 'total'), 'the document of the shop');
  equal(await wordOf(page, 'number'), title);
  await expect(understood(page).getByText(amount(await wordOf(page, 'total'))), 'what is to be paid, as we understand it');
  await expect(understood(page).getByText(await wordOf(page, 'status')), 'the word of the shop for its state');
  await expect(page.getByText('It holds personal data. That you looked stands in the log.'), 'that somebody looked');
  await shot(page, 'order.document');
}

async function fallsSilentAndIsBack({ page, world, lab, ask, shop, account, visitor, signIn, shot }) {
  const list = await visitor();
  await signIn(list, world.people.owner, `/mirror/products?account=${account.id}`);
  const notes = list.getByRole('region', { name: 'Shops that do not answer' });
  await list.getByRole('row').nth(1).waitFor();
  await absent(notes, 'the age of a shop that answers');

  await lab.ask('POST', 'faults', { platform: 'woocommerce', host: shop.host, kind: 'maintenance' });
  await page.goto(`${world.address}/connections/${account.id}`);
  await page.getByRole('button', { name: 'Test now' }).click();
  const tested = page.getByRole('dialog', { name: 'What the keys open' });
  await tested.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Not answering', { exact: true }), 'what the look has met');
  await expect(page.getByRole('alert').filter({ hasText: /under maintenance/ }), 'why');
  await expect(notes.getByText(`${account.name} does not answer.`), 'that the list is not of now');

  await page.getByRole('navigation', { name: 'Parts of this shop' }).getByRole('link', { name: 'What was read', exact: true }).click();
  await page.getByRole('button', { name: 'Read everything again: Products' }).click();
  await expect(page.getByText(/Left alone since \d\d:\d\d, so that it can recover: Products\. Tried again in \d+.s\./), 'since when, and when it is tried again');
  await expect(notes.getByText(/Shown as read \d+.(s|min) ago\. The shop is tried again in \d+.s\./), 'how old the list is');
  const [away] = (await ask('GET', `/api/mirror/away?account=${account.id}&kind=products`)).items;
  equal(await notes.locator('time').first().getAttribute('datetime'), new Date(away.read_at).toISOString());
  await shot(list, 'mirror.away');
  await page.getByRole('navigation', { name: 'Parts of this shop' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(card(page, 'Limits').getByRole('listitem').filter({ hasText: 'Products' }).getByText('Left alone', { exact: true }), 'which calls wait');
  await agrees(page, ask, account);
  await shot(page, 'connection.left-alone');

  await lab.ask('DELETE', 'faults');
  await page.getByRole('button', { name: 'Test now' }).click();
  await expect(tested.getByText('The keys may read and write.'), 'that it is back');
  await tested.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Healthy', { exact: true }), 'how the shop is now');
  await until(async () => (await notes.count()) === 0, 'the age is gone from the list');
  await until(async () => (await page.getByText(/Left alone since/).count()) === 0, 'it is left alone no longer');
}
