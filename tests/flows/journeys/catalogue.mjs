// A product is found, edited field by field beside somebody else, pasted into from a spreadsheet, and a listing becomes known.
import { equal, match } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const MADE_MS = 120_000;

export default async function walk(way) {
  const { world, visitor, signIn, shot } = way;
  const { woocommerce: shop } = await readShops(world);
  const owner = await asking(world, world.people.owner);
  const product = await aProduct(owner, shop);
  const page = await visitor();
  await signIn(page, world.people.owner, `/catalog?q=${encodeURIComponent(product.sku)}`);
  await expect(page.getByRole('rowheader', { name: product.title }), 'the product, found by its SKU');
  await shot(page, 'catalog.found');
  const all = { page, world, shot, owner, product };
  await isEditedByTwo(all);
  await isPastedInto(all);
  await becomesKnown(all);
}

/** One that the demo has made of its first shop. */
async function aProduct(owner, shop) {
  let found;
  await until(async () => {
    const { items } = await owner('GET', `/api/catalog/products?account=${shop.id}&limit=50`);
    found = items.find((one) => one.sku && one.variants === 1 && one.account_ids.length === 2);
    return found !== undefined;
  }, 'the demo has made products, and both shops sell one', MADE_MS);
  return found;
}

/** Somebody else saves another field and the same one: the first is nobody's business, the second is asked about. */
async function isEditedByTwo({ page, world, shot, owner, product }) {
  await page.goto(`${world.address}/catalog/${product.id}`);
  const name = page.getByLabel('Name', { exact: true });
  await name.fill(`${product.title}, mine`);
  const theirs = [['title', product.title, `${product.title}, theirs`], ['handle', null, 'theirs']];
  const { fields } = await owner('GET', `/api/catalog/products/${product.id}`);
  await owner('PATCH', `/api/catalog/products/${product.id}`, { edits: theirs.map(([field, was, now]) => ({ field, was: was ?? fields[field], now })) });
  await page.getByRole('form', { name: 'Texts' }).getByRole('button', { name: 'Save' }).click();
  const asked = page.getByRole('dialog', { name: 'Somebody else changed the same' });
  await expect(asked.getByText(`${product.title}, theirs`), 'what the other one wrote');
  await shot(page, 'catalog.clash');
  await asked.getByRole('button', { name: 'Put mine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${product.title}, mine` }), 'what was chosen');
  const after = await owner('GET', `/api/catalog/products/${product.id}`);
  equal(after.fields.handle, 'theirs', 'the other field is as the other one wrote it');
  await expect(page.getByRole('region', { name: 'History' }).getByText(/edited/), 'who did what');
  await shot(page, 'catalog.product');
}

/** Two cells and a row more, as a spreadsheet copies them. */
async function isPastedInto({ page, shot, owner, product }) {
  const grid = page.getByRole('region', { name: 'Variants' });
  const sku = grid.getByRole('textbox', { name: 'SKU, row 1' });
  await sku.evaluate((cell, words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, `${product.sku}-A\t4006381333931\n${product.sku}-B\t4006381333930\n`);
  await grid.getByRole('button', { name: 'Save' }).click();
  await expect(grid.getByText(/would end in 1/), 'that the second barcode is mistyped');
  await shot(page, 'catalog.pasted');
  await grid.getByRole('textbox', { name: 'Barcode, row 2' }).fill('');
  await grid.getByRole('button', { name: 'Save' }).click();
  await until(async () => (await owner('GET', `/api/catalog/products/${product.id}`)).variants.length === 2, 'there are two variants');
  const { variants } = await owner('GET', `/api/catalog/products/${product.id}`);
  match(variants.map((one) => one.fields.sku).join(), new RegExp(`${product.sku}-A,${product.sku}-B`));
}

/** A listing of the second shop, which was known by its SKU, waits beside what it may be, and is that after all. */
async function becomesKnown({ page, world, shot, product }) {
  await page.getByRole('button', { name: 'Kopi Nusantara is not the same product' }).click();
  await expect(page.getByText('The listing waits to be matched again.'), 'that it waits');
  await page.goto(`${world.address}/catalog/matches`);
  const row = page.getByRole('rowheader').getByRole('button', { name: product.title }).first();
  await expect(row, 'the listing among those that wait');
  await shot(page, 'catalog.matches');
  await row.click();
  await expect(page.getByRole('region', { name: 'The shop shows' }), 'what the shop shows');
  await shot(page, 'catalog.match');
  await page.getByRole('region', { name: 'Ours' }).getByRole('button', { name: 'It is this' }).click();
  await expect(page.getByText('1 offer is known now.'), 'that it is known');
}
