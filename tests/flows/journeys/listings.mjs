// A title for two shops: from the list to the proof in five clicks; templates, words and checks on the way.
import { equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { expect, until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops, writes } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const LISTED_MS = 120_000;
const PROVEN_MS = 60_000;
const FIELD = 'Title, own value';

export default async function walk({ world, visitor, signIn, shot }) {
  const shops = await readShops(world);
  const owner = await asking(world, world.people.owner);
  const row = await listedAtBoth(owner);
  await writes(owner, Object.values(shops), 'live');
  const page = await visitor();
  await signIn(page, world.people.owner, '/listings');
  await retitles({ world, page, owner, shot, row });
  await templates({ world, page, shot });
  await mappings({ world, page, shot });
}

/** A product of the demo that both shops show. */
async function listedAtBoth(owner) {
  let found;
  await until(async () => {
    const { items } = await owner('GET', '/api/listings/listings?status=live&limit=200');
    found = items.find(({ listings }) => listings.length === 2 && listings.every(({ status, score }) => status === 'live' && score !== null));
    return found !== undefined;
  }, 'a product is listed at both shops', LISTED_MS);
  return found;
}

/** Counts what a person presses. */
async function retitles({ world, page, owner, shot, row }) {
  let clicks = 0;
  const press = async (locator) => {
    clicks += 1;
    await locator.click();
  };
  await page.goto(`${world.address}/listings?q=${encodeURIComponent(row.title)}`);
  await expect(page.getByRole('rowheader', { name: row.title }), 'the product');
  await shot(page, 'listings.matrix');
  await press(page.getByRole('rowheader', { name: row.title }).getByRole('link').first());
  const title = `${row.title} with a good name, ${randomUUID().slice(0, 6)}`; // another one in each look
  const field = page.getByLabel(FIELD, { exact: true });
  await field.fill('TODO');
  await expect(page.getByText("'todo' stands in it", { exact: false }), 'that a word is found while typing');
  await field.fill(title);
  await until(async () => (await page.getByText("'todo' stands in it", { exact: false }).count()) === 0, 'the word is gone');
  await shot(page, 'listings.editor');
  await press(page.getByRole('button', { name: 'Preview and propose' }));
  await page.waitForURL(/\/changes\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('button', { name: 'Approve and send 2' }), 'that two shops get it');
  await shot(page, 'listings.preview');
  await press(page.getByRole('button', { name: 'Approve and send 2' }));
  await until(async () => (await page.getByText('2 of 2 proven').count()) > 0, 'both are proven', PROVEN_MS);
  await shot(page, 'listings.proven');
  ok(clicks <= 5, `it took ${clicks} clicks`);
  for (const { id } of row.listings) {
    const { lines } = await owner('GET', `/api/listings/listings/${id}`);
    const { theirs, owner: whose } = lines.find((line) => line.field === 'title');
    equal(theirs, title, 'the shop shows it');
    equal(whose, 'person', 'whoever said so keeps it');
  }
}

async function templates({ world, page, shot }) {
  await page.goto(`${world.address}/listings/templates`);
  await page.getByRole('button', { name: 'New template' }).click();
  const asked = page.getByRole('dialog', { name: 'New template' });
  await asked.getByLabel('Text', { exact: true }).fill('{tilte}');
  await expect(asked.getByText("Nobody knows 'tilte'", { exact: false }), 'that a variable is unknown');
  await asked.getByLabel('Text', { exact: true }).fill('{title|upper}');
  await until(async () => (await asked.getByText('Nobody knows', { exact: false }).count()) === 0, 'it is known');
  await expect(asked.getByText(/^now: /), 'what it makes of products');
  await shot(page, 'listings.template');
  await page.keyboard.press('Escape');
}

async function mappings({ world, page, shot }) {
  await page.goto(`${world.address}/listings/mappings`);
  await expect(page.getByRole('heading', { name: 'Suggestions' }), 'suggestions');
  await expect(page.getByText('Merah', { exact: true }).first(), 'what a shop calls our red');
  await page.getByRole('textbox', { name: 'Words that shall not be there' }).fill('wonderful');
  await page.getByRole('button', { name: 'Save the words' }).click();
  await expect(page.getByText('Kept', { exact: true }), 'that the words are kept');
  await shot(page, 'listings.mappings');
  await page.getByRole('textbox', { name: 'Words that shall not be there' }).fill('');
  await page.getByRole('button', { name: 'Save the words' }).click();
}
