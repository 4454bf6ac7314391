// An authenticator is added, asked for at sign-in, and asked for again before a dangerous act.
import { equal } from 'node:assert/strict';
import { absent, expect } from '../expect.mjs';
import { anHourPasses } from '../operator.mjs';
import { joined } from '../people.mjs';
import { codeAt, stepNow } from '../totp.mjs';

export const looks = ['desktop-light', 'phone-dark'];

export default async function walk({ world, visitor, shot, signIn, signOut, typeIn }) {
  const person = await joined(world, { name: 'Dewi Anggraini', role: 'manager' });
  const page = await visitor();
  await signIn(page, person, '/me/security');
  await page.getByRole('button', { name: 'Add an authenticator' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Scan this with the app').waitFor();
  await shot(page, 'security.authenticator');
  const secret = await page.getByRole('dialog').locator('code').innerText();
  // A code of the step before is still good, so three steps in a row are known now.
  const step = stepNow();
  await page.getByLabel('Code that it shows').fill(codeAt(secret, step - 1));
  await page.getByRole('button', { name: 'Confirm' }).click();

  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
  const recovery = await page.getByRole('dialog').getByRole('listitem').allInnerTexts();
  equal(recovery.length, 10);
  await shot(page, 'security.recovery-codes');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 of 10 are good still'), 'the codes count');
  await absent(page.getByText(recovery[0]), 'codes are shown once');
  await shot(page, 'security.with-factor');

  await signOut(page);
  await typeIn(page, person);
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await shot(page, 'sign-in.second-factor');
  await code(page, codeAt(secret, step));
  await page.getByRole('heading', { name: 'Today' }).waitFor();

  await signOut(page);
  await typeIn(page, person);
  await code(page, codeAt(secret, step));
  await expect(page.getByText('This code is not right, or was used already.'), 'a code is good once');
  await shot(page, 'sign-in.code-used');
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recovery[0]);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();

  await anHourPasses(world, person);
  await page.goto(`${world.address}/me/security`);
  await expect(page.getByText('9 of 10 are good still'), 'a recovery code is good once');
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
  await page.getByRole('heading', { name: 'Is it still you?' }).waitFor();
  await shot(page, 'security.proof');
  await page.getByLabel('Code of your authenticator').fill(codeAt(secret, step + 1));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
  await absent(page.getByText(recovery[1]), 'the codes are new ones');
}

async function code(page, shown) {
  await page.getByLabel('Code of your authenticator').fill(shown);
  await page.getByRole('button', { name: 'Go on' }).click();
}
