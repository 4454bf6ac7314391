// A shop is connected, read, lost and found, told of a change, made live, stopped with all others, and let go.
import { equal, match } from 'node:assert/strict';
import { absent, expect, until } from '../expect.mjs';
import { anHourPasses } from '../operator.mjs';
import { addressOf, asking } from '../people.mjs';
import { sandbox, writes } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const SMALL = { products: 60, customers: 8, orders: 12 };
const READ_MS = 90_000;
const ALL = 'Changes go out to shops that are live';

export default async function walk(way) {
  const { world, visitor, signIn } = way;
  const lab = await sandbox(world);
  const name = `lampu-${addressOf('x').slice(2, 6)}`;
  const shop = await lab.ask('POST', 'shops', { platform: 'woocommerce', name, ...SMALL });
  await writes(await asking(world, world.people.owner), [], 'dry');
  const page = await visitor();
  await signIn(page, world.people.owner, '/connections');

  const all = { ...way, lab, shop, page, title: name.replace('lampu-', 'Lampu ') };
  await connects(all);
  await isRead(all);
  await isLostAndFound(all);
  await tellsOfAChange(all);
  await goesLiveAndEnds(all);
  // As it was found, for whoever comes next; an hour has passed, so who one is is asked again.
  await writes(await asking(world, world.people.owner), [], 'live');
}

async function connects({ page, shot, shop, title }) {
  await page.getByRole('link', { name: 'Connect a shop' }).click();
  await page.getByRole('group', { name: 'Platform' }).getByRole('button', { name: 'WooCommerce' }).click();
  await shot(page, 'connect.agree');
  await page.getByRole('button', { name: 'Type keys', exact: true }).click();
  const form = page.getByRole('form', { name: 'How Hanse gets in' });
  const field = (label) => form.getByLabel(label, { exact: true });
  const { consumer_key: key, consumer_secret: secret } = shop.keys;
  const wrong = `cs_${'0'.repeat(40)}`;

  await form.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(form.getByText('This is needed.'), 'what is missing is told at its field');
  await field('Address of the store').fill(shop.address);
  await field('Consumer key').fill(key);
  await field('Consumer secret').fill(wrong);
  await form.getByRole('button', { name: 'Test', exact: true }).click();
  const found = form.getByRole('region', { name: 'What the keys open' });
  await expect(found.getByText('The keys do not open the shop.'), 'that the secret is wrong');
  equal(await field('Address of the store').inputValue(), shop.address);
  equal(await field('Consumer key').inputValue(), key);
  equal(await field('Consumer secret').inputValue(), wrong);
  await absent(page.getByRole('button', { name: 'Connect it' }), 'connecting with keys that open nothing');
  await shot(page, 'connect.refused');

  await form.getByText('What few shops need').click();
  await field('Certificate of your own authority (if you have one)').fill('-----BEGIN CERTIFICATE-----\nAAAA');
  await form.getByRole('button', { name: 'Test again' }).click();
  await expect(form.getByText(/^This is no certificate\./), 'that it is no certificate, at its field');
  await shot(page, 'connect.authority');
  await field('Certificate of your own authority (if you have one)').fill('');

  await field('Consumer secret').fill(secret);
  await expect(found.getByText('You changed something since the test.'), 'that the test is of other keys');
  await form.getByRole('button', { name: 'Test again' }).click();
  await expect(found.getByText('The keys may read and write.'), 'what the keys open');
  await expect(found.getByText(shop.host), 'which shop it is');
  await field('Name').fill(title);
  await shot(page, 'connect.tested');
  await page.getByRole('button', { name: 'Connect it' }).click();
  await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1, name: title }), 'the page of the shop');
}

/** Without a reload, to the last row. */
async function isRead({ page, shot, lab, shop }) {
  const { count } = await lab.shown(shop.host);
  const feeds = page.getByRole('list', { name: 'What was read' });
  await expect(feeds, 'what is being read');
  await shot(page, 'connection.reading');
  const products = feeds.getByRole('listitem').filter({ hasText: /^Products/ });
  const done = products.filter({ hasText: 'Up to date' }).getByRole('link', { name: `${count} Products, show them` });
  await until(async () => (await done.count()) > 0, `all ${count} products are read`, READ_MS);
  await part(page, 'What was read');
  const rows = feeds.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Read everything again/ }) });
  await expect(rows, 'every kind with its verb');
  await until(async () => (await rows.filter({ hasText: 'Up to date' }).count()) === (await rows.count()), 'everything is read', READ_MS);
  await shot(page, 'connection.pulled');
}

async function isLostAndFound({ page, shot, lab, shop }) {
  await lab.ask('POST', 'faults', { platform: 'woocommerce', host: shop.host, kind: 'maintenance', share: 1 });
  await page.getByRole('button', { name: 'Read everything again: Products' }).click();
  await page.getByRole('button', { name: 'Test now' }).click();
  const tested = page.getByRole('dialog', { name: 'What the keys open' });
  await expect(tested.getByText('The shop does not answer'), 'that the shop does not answer');
  await shot(page, 'connection.not-answering');
  await tested.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Not answering', { exact: true }), 'how the shop is');
  await expect(page.getByRole('alert').filter({ hasText: /under maintenance/ }), 'why');

  await part(page, 'Calls');
  const calls = page.getByRole('group', { name: 'Calls, newest first' });
  const failed = calls.getByRole('row').filter({ hasText: '503' });
  await expect(failed, 'the call that failed');
  await failed.first().getByRole('button', { name: /^GET \/wp-json\// }).click();
  await expect(page.getByRole('region', { name: 'We sent' }).getByText(/wp-json/), 'what was sent');
  const back = page.getByRole('region', { name: 'Came back' });
  await expect(back.getByText(/Briefly unavailable/), 'what came back');
  match(await back.innerText(), /503/);
  await absent(page.getByText(shop.keys.consumer_secret), 'the secret');
  await shot(page, 'connection.call');

  await lab.ask('DELETE', 'faults');
  await page.getByRole('button', { name: 'Test now' }).click();
  await expect(tested.getByText('The keys may read and write.'), 'that all is well again');
  await tested.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Healthy', { exact: true }), 'how the shop is now');
}

/** The hint of the shop arrives; what is true is asked for, and once more when somebody wishes. */
async function tellsOfAChange({ page, world, shot, visitor, signIn, lab, shop }) {
  const { first: product } = await lab.shown(shop.host);
  const rename = (title) => lab.ask('POST', `shop/${shop.host}/edit`, { product, title });
  const [second, third] = [`${shop.name} by hand`, `${shop.name} of brass`];
  const goods = await visitor();
  await signIn(goods, world.people.owner, `/mirror/products?q=${encodeURIComponent(shop.name)}`);

  await part(page, 'Webhooks');
  await expect(page.getByRole('list', { name: 'What the shop was asked to tell' }).getByText('product.updated'), 'what the shop tells');
  await rename(second);
  const arrived = page.getByRole('group', { name: 'Webhooks that arrived' });
  const row = arrived.getByRole('row').filter({ hasText: 'product.updated' }).filter({ hasText: 'Genuine' }).filter({ hasText: 'Read' });
  await expect(row, 'the webhook, genuine and read');
  const products = goods.getByRole('group', { name: 'Products of the shops, newest first' });
  await expect(products.getByText(second), 'the new title, without a reload');
  await shot(goods, 'mirror.told');

  // A hint that is lost on its way; the one from before is replayed instead.
  await lab.ask('POST', 'webhooks', { host: shop.host, lost_share: 1 });
  await rename(third);
  await row.first().getByRole('button', { name: 'product.updated' }).click();
  await shot(page, 'connection.webhook');
  await page.getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText('It is read again: the shop is asked what is true'), 'that it is read again');
  await expect(products.getByText(third), 'what is true now, not what was true then');
}

async function goesLiveAndEnds({ page, world, shot, title }) {
  const { owner } = world.people;
  await part(page, 'Settings');
  await anHourPasses(world, owner);
  const live = page.getByRole('switch', { name: 'Changes go out to the shop' });
  equal(await live.isChecked(), false, 'a new shop is rehearsed only');
  await live.click();
  const asked = page.getByRole('dialog', { name: `Send changes to ${title} from now on?` });
  equal(await asked.getByRole('button', { name: 'Go live' }).isDisabled(), true);
  await asked.getByLabel(`Type ${title} to go on`).fill(title);
  await shot(page, 'connection.go-live');
  await asked.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('heading', { name: 'Is it still you?' }).waitFor();
  const proof = page.getByRole('dialog').last();
  await proof.getByLabel('Password', { exact: true }).fill(owner.password);
  await proof.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText(`${title} is live as soon as the workspace is`), 'that its own switch is on');
  equal(await live.isChecked(), true);
  await expect(page.getByText('The workspace rehearses: nothing goes out to any shop.'), 'what holds it back');
  await shot(page, 'connection.held-back');

  await page.getByRole('link', { name: 'Writing to all shops' }).click();
  await letsAllOut({ page, title, shot });
  await page.getByRole('rowheader', { name: title }).getByRole('link').click();
  await expect(page.getByText('Live: approved changes are sent to the shop.'), 'that nothing holds it back');
  await page.goBack();
  await page.getByRole('switch', { name: ALL }).click();
  await expect(page.getByText('The workspace is rehearsing: nothing goes out to any shop any more'), 'that all is stopped, at one click');
  await page.goForward();
  await expect(page.getByText('The workspace rehearses: nothing goes out to any shop.'), 'what holds it back again');
  await part(page, 'Settings');

  await page.getByRole('button', { name: 'Disconnect' }).click();
  const ending = page.getByRole('dialog', { name: `Disconnect ${title}?` });
  await ending.getByLabel(`Type ${title} to go on`).fill(title);
  await shot(page, 'connection.disconnect');
  await ending.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText(`${title} is disconnected`), 'the end is told');
  await expect(page.getByText(/What was read stays here/), 'what stays');
  await absent(live, 'going live with a shop that is gone');
  await shot(page, 'connection.disconnected');
}

/** The whole workspace goes live, by its own name. */
async function letsAllOut({ page, title, shot }) {
  const all = page.getByRole('switch', { name: ALL });
  // The list stands above it: what is clicked before that is there has moved away by then.
  await expect(page.getByRole('rowheader', { name: title }), 'the shop in the list');
  await all.click();
  const asked = page.getByRole('dialog', { name: /^Let .+ write to its shops/ });
  const [, name] = /^Let (.+) write/.exec(await asked.getByRole('heading').innerText());
  await asked.getByLabel(`Type ${name} to go on`).fill(name);
  await shot(page, 'connections.go-live');
  await asked.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByText('The workspace is live: shops that are live get what is approved'), 'that the workspace is live');
  equal(await all.isChecked(), true);
}

/** Another screen of the same shop. */
async function part(page, words) {
  await page.getByRole('navigation', { name: 'Parts of this shop' }).getByRole('link', { name: words, exact: true }).click();
}
