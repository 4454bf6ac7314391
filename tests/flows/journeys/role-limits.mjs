// A viewer sees what viewers may see, and is told who can open the rest.
import { equal } from 'node:assert/strict';
import { absent, expect } from '../expect.mjs';

export const looks = ['desktop-dark', 'phone-light'];

const CLOSED = ['/audit', '/people/invitations', '/settings/keys/new', '/settings/webhooks', '/jobs'];
const FORBIDDEN = ['invite', 'make a key', 'webhook', 'new business', 'audit', 'stopped'];

export default async function walk({ world, visitor, shot, signIn, palette, size }) {
  const page = await visitor();
  await signIn(page, world.people.viewer);
  await expect(page.getByRole('heading', { name: 'Today' }), 'the first page');
  await shot(page, 'viewer.home');
  if (size === 'phone') await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('link', { name: 'People' }).filter({ visible: true }), 'the rooms that are open');
  await absent(page.getByRole('link', { name: 'Audit' }), 'a room that is closed');
  if (size === 'phone') {
    await shot(page, 'viewer.more');
    await page.keyboard.press('Escape');
  }

  const field = await palette(page);
  for (const words of FORBIDDEN) {
    await field.fill(words);
    const offered = await page.getByRole('option').allInnerTexts();
    equal(offered.filter((one) => one.toLowerCase().includes(words)).length, 0, `the palette offers ${words}`);
  }
  await field.fill('');
  await absent(page.getByRole('group', { name: 'Do' }), 'an act that a viewer may not do');
  await shot(page, 'viewer.palette');
  await page.keyboard.press('Escape');

  for (const path of CLOSED) {
    await page.goto(world.address + path);
    await expect(page.getByText('This is not open to you here'), `${path} is closed`);
    await expect(page.getByText(/An owner or admin of this workspace can change your role/), 'who can open it');
  }
  await shot(page, 'viewer.closed');

  await page.goto(`${world.address}/people`);
  await expect(page.getByRole('row').filter({ hasText: 'Ayu Lestari' }), 'the people');
  await absent(page.getByRole('link', { name: 'Invite' }), 'inviting');
  await absent(page.getByRole('combobox', { name: /^Role of/ }), 'changing a role');
  await shot(page, 'viewer.people');
}
