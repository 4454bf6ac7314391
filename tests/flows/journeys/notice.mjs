// Something happens elsewhere: the bell says it at once. What one is told can be chosen.
import { absent, expect, until } from '../expect.mjs';
import { asking, joined } from '../people.mjs';

export const looks = ['desktop-dark', 'phone-light'];

const READ_MS = 150_000;

export default async function walk({ world, visitor, shot, signIn }) {
  const ask = await asking(world, world.people.owner);
  // The demo proposes changes once its shop is read; what the guard holds of them rings as well.
  await until(async () => (await ask('GET', '/api/changes/counts')).counts.held, 'the demo has proposed its changes', READ_MS);
  const person = await joined(world, { name: 'Fajar Nugroho', role: 'manager' });
  const page = await visitor();
  await signIn(page, person);
  await page.getByText('Live').filter({ visible: true }).first().waitFor();
  const bell = page.getByRole('button', { name: /^Notices/ });
  await bell.click();
  await page.getByRole('button', { name: 'Mark all as read' }).click().catch(() => undefined);
  await page.keyboard.press('Escape');

  const { items } = await ask('GET', '/api/identity/members?q=Fajar');
  const member = items.find((one) => one.email === person.email);
  await ask('PATCH', `/api/identity/members/${member.id}`, { role: 'admin' }, { 'If-Match': `"${member.version}"` });
  await expect(page.getByRole('button', { name: 'Notices: 1 unread' }), 'the bell, without a reload');
  await bell.click();
  await expect(page.getByText(/role/i), 'what happened');
  await shot(page, 'bell.open');
  await page.getByRole('dialog').getByRole('link', { name: 'All', exact: true }).click();
  await page.waitForURL(/\/notices/);
  await shot(page, 'notices.unread');
  await page.getByRole('button', { name: /^Mark as read/ }).first().click();
  await expect(page.getByRole('button', { name: 'Notices: 0 unread' }), 'what was read is not counted');

  await page.goto(`${world.address}/settings/notices`);
  const box = page.getByLabel('A job stopped, by Mail');
  await box.check();
  await page.getByLabel('Quiet hours').check();
  await page.getByLabel('From', { exact: true }).fill('22:00');
  await page.getByLabel('Until', { exact: true }).fill('07:00');
  await shot(page, 'notices.choices');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('You are told as you chose'), 'that it is saved');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByRole('button', { name: 'Save' }).first().waitFor({ state: 'detached' });
  await page.reload();
  await expect(page.getByLabel('A job stopped, by Mail').and(page.locator(':checked')), 'the choice stays');
  await expect(page.getByLabel('Quiet hours').and(page.locator(':checked')), 'the hours stay');
  await absent(page.getByText('Not saved yet'), 'anything unsaved');
}
