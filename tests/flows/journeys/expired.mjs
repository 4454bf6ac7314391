// The session ends while a form is half filled: the way leads back to it, with what was typed.
import { equal } from 'node:assert/strict';
import { expect } from '../expect.mjs';
import { addressOf, joined } from '../people.mjs';

export const looks = ['desktop-dark', 'phone-light'];

export default async function walk({ world, visitor, shot, signIn, typeIn }) {
  const person = await joined(world, { name: 'Hendra Wijaya', role: 'admin' });
  const email = addressOf('guest');
  const page = await visitor();
  await signIn(page, person, '/people/invitations?new=1');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption('manager');

  const other = await visitor();
  await signIn(other, person, '/me/sessions');
  await other.getByRole('button', { name: 'Sign out all others' }).click();
  await expect(other.getByText(/others? (is|are) signed out/), 'the other device is signed out');
  await shot(other, 'sessions.ended');

  // The stream of news may have told the page already.
  await page.getByRole('button', { name: 'Invite', exact: true }).click({ timeout: 2_000 }).catch(() => undefined);
  await page.waitForURL(/\/sign-in\?next=/);
  await shot(page, 'sign-in.next');
  await typeIn(page, person);
  await page.waitForURL((url) => url.pathname === '/people/invitations');
  await expect(page.getByText('This is what you typed before.'), 'that it was kept');
  equal(await page.getByLabel('Email').inputValue(), email);
  equal(await page.getByLabel('Role', { exact: true }).inputValue(), 'manager');
  await shot(page, 'expired.back');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(page.getByText(`The link for ${email}`), 'the invitation');
}
