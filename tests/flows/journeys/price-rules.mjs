// A rule is written, seen at work before it is kept, and asked why; a floor is set where the price is seen.
import { equal } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';
import { asking } from '../people.mjs';
import { readShops } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const GOODS_MS = 120_000;
const NAME = 'Twice the cost';

export default async function walk({ world, visitor, shot, signIn }) {
  await readShops(world);
  const owner = await asking(world, world.people.owner);
  await goodsAreCosted(owner);
  const page = await visitor();
  await signIn(page, world.people.owner, '/pricing');
  await expect(page.getByRole('link', { name: 'All goods' }), 'the rule of the demo');
  await shot(page, 'prices.rules');

  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByRole('group', { name: 'Markup' }).getByLabel('Percent').fill('100');
  await page.getByRole('group', { name: 'Exchange rate' }).getByLabel('Plus for changing').fill('0');
  await page.getByRole('group', { name: 'Rounding' }).getByLabel('Ending').selectOption('.99');
  await page.getByRole('button', { name: 'Save the rule' }).waitFor();
  await until(async () => (await page.getByText(/^rounded up to \.99$/).count()) > 0, 'the example is explained by the draft');
  await shot(page, 'prices.draft');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  await page.waitForURL(/\/pricing\/rules\/[0-9a-f-]{36}$/);

  await page.getByRole('link', { name: 'Open on a page of its own' }).click();
  await expect(page.getByText('rounded up to .99').first(), 'why the price is what it is');
  await shot(page, 'prices.why');
  await page.getByRole('button', { name: 'Set a floor for this offer' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Floor' }).fill('1.00');
  await page.getByRole('dialog').getByRole('button', { name: 'Set the floor' }).click();
  await expect(page.getByText('The floor is set.'), 'that it is set');
  await page.goto(`${world.address}/pricing/floors`);
  await expect(page.getByRole('link', { name: 'One offer' }), 'the floor in the list');
  await shot(page, 'prices.floors');
  await page.getByRole('button', { name: 'Remove this floor' }).click();
  await expect(page.getByText('No floor is set'), 'that it is gone');
  await putAway(owner);
}

/** A rule of its own at the end, so that those of the demo say nothing to it. */
async function goodsAreCosted(owner) {
  const layers = { cost: { base: 'landed', or_supplier: true }, exchange: { surcharge_percent: '0', days_max: 60 } };
  await until(async () => {
    const found = await owner('POST', '/api/pricing/effects', { id: null, rule: { name: NAME, layers } });
    return found.priced > 0;
  }, 'goods of the demo have costs', GOODS_MS);
}

async function putAway(owner) {
  const { rules } = await owner('GET', '/api/pricing/rules');
  const [made, ...more] = rules.filter(({ name }) => name === NAME);
  equal(more.length, 0, 'it was kept once');
  await owner('DELETE', `/api/pricing/rules/${made.id}`, undefined, { 'If-Match': `"${made.version}"` });
}
