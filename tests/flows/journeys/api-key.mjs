// A key for a program: its secret is shown once, it does what it may, and it ends when it is revoked.
import { equal } from 'node:assert/strict';
import { absent, expect } from '../expect.mjs';
import { addressOf } from '../people.mjs';

export const looks = ['desktop-light', 'phone-dark'];

export default async function walk({ world, visitor, shot, signIn }) {
  const name = `Stock robot ${addressOf('x').slice(2, 6)}`;
  const page = await visitor();
  await signIn(page, world.people.owner, '/settings/keys');
  await page.getByRole('link', { name: 'Make a key' }).click();
  await page.getByRole('button', { name: 'Make a key' }).click();
  await expect(page.getByText('Choose at least one.'), 'a key needs something that it may do');
  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const scope of ['identity.member.read', 'billing.plan.read']) await page.getByLabel(scope).check();
  await shot(page, 'key.form');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('heading', { name: `${name} is made` }).waitFor();
  const secret = await page.getByRole('group', { name: 'Secret' }).locator('code').innerText();
  await shot(page, 'key.secret');

  const status = async (path) =>
    (await fetch(world.address + path, { headers: { Authorization: `Bearer ${secret}` } })).status;
  equal(await status('/api/identity/members'), 200);
  equal(await status('/api/billing/plan'), 200);
  equal(await status('/api/events'), 403);

  await page.getByRole('button', { name: 'I have kept it' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('button').first().click();
  await page.getByRole('button', { name: 'Revoke' }).waitFor();
  await absent(page.getByText(secret), 'the secret, a second time');
  await shot(page, 'key.open');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await shot(page, 'key.revoke');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`${name} is revoked`), 'the end is told');
  equal(await status('/api/identity/members'), 401);
  await expect(row.getByText('Revoked'), 'the list knows');
}
