// The network goes: what was seen can be read, nothing can be written, and all comes back by itself.
import { equal } from 'node:assert/strict';
import { absent, expect } from '../expect.mjs';

export const looks = ['desktop-light', 'phone-dark'];

export default async function walk({ world, visitor, shot, rest, signIn }) {
  const page = await visitor();
  await signIn(page, world.people.owner, '/people');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (const path of ['/people/invitations', '/people']) {
    await page.goto(world.address + path);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await rest(page);
  }
  await expect(page.getByRole('row').filter({ hasText: 'Ayu Lestari' }), 'the list, read');

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: 'Ayu Lestari' }), 'the list as last seen');
  await expect(page.getByRole('main').getByText(/Offline since \d\d:\d\d/), 'since when');
  await shot(page, 'offline.people');

  await page.goto(`${world.address}/people/invitations`);
  await page.getByLabel('Email').fill('budi@example.com');
  const send = page.getByRole('button', { name: 'Invite', exact: true });
  equal(await send.isDisabled(), true);
  await expect(page.getByText('You are offline. What you type is kept.'), 'why it is off');
  await shot(page, 'offline.form');

  await page.context().setOffline(false);
  await page.getByText(/Offline since/).first().waitFor({ state: 'detached' });
  equal(await send.isEnabled(), true);
  equal(await page.getByLabel('Email').inputValue(), 'budi@example.com');
  await absent(page.getByText('You are offline. What you type is kept.'), 'the reason');
}
