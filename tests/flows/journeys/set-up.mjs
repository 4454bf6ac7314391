// The first run: three steps, no dead end. The first person becomes the owner.
import { readFile } from 'node:fs/promises';
import { expect } from '../expect.mjs';
import { PASSWORD } from '../people.mjs';

export const looks = ['desktop-light', 'phone-dark'];
/** Nobody is there yet; a world of its own for each look, for it is set up once. */
export const world = 'empty';

export default async function walk({ world: { address, home }, visitor, shot }) {
  const page = await visitor();
  await page.goto(address);
  await page.getByRole('heading', { name: 'Welcome. Who are you?' }).waitFor();
  await shot(page, 'set-up.you');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await shot(page, 'set-up.you-wrong');

  const [, code] = /\/set-up#(\S+)/.exec(await readFile(`${home}/said`, 'utf8'));
  await page.goto(`${address}/set-up#${code}`);
  await page.getByLabel('Name').fill('Ratna Sari');
  await page.getByLabel('Email').fill('ratna@shop.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'What do you run?' }).waitFor();
  await page.getByRole('textbox', { name: 'Workspace' }).fill('Toko Ratna');
  await page.getByLabel('First business').fill('Kain Ratna');
  await shot(page, 'set-up.place');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Keep it safe' }).waitFor();
  await shot(page, 'set-up.safe');
  await page.getByRole('button', { name: 'Add an authenticator' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Scan this with the app'), 'the second step can be set up at once');
  await shot(page, 'set-up.authenticator');
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.getByRole('button', { name: 'Later, open Hanse' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await expect(page.getByText('Next steps'), 'what comes next');
  await shot(page, 'set-up.home');
  await page.goto(`${address}/set-up`);
  await expect(page.getByText('This Hanse is set up already'), 'it is set up once');
}
