// The log: filtered by the address, an event opened with what it changed, exported, verified.
import { equal, match } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { expect, until } from '../expect.mjs';
import { command } from '../operator.mjs';
import { asking, joined } from '../people.mjs';

export const looks = ['desktop-dark', 'phone-light'];

export default async function walk({ world, visitor, shot, signIn }) {
  const person = await joined(world, { name: 'Nadia Rahma', role: 'analyst' });
  const ask = await asking(world, world.people.owner);
  const { items } = await ask('GET', '/api/identity/members?q=Nadia');
  const member = items.find((one) => one.email === person.email);
  await ask('PATCH', `/api/identity/members/${member.id}`, { role: 'support' }, { 'If-Match': `"${member.version}"` });
  // What happened is sealed within 20 s, and only then there is something to verify.
  await until(async () => (await command(world, 'audit', 'verify')).startsWith('Checked'), 'the log is sealed', 60_000);

  const page = await visitor();
  await signIn(page, world.people.owner, '/audit');
  await expect(page.getByText(/Verified until/), 'up to where the log was checked');
  await page.getByRole('button', { name: 'Filter' }).click();
  await shot(page, 'audit.filters');
  await page.getByRole('menuitem', { name: 'Event' }).click();
  await page.getByRole('button', { name: 'Members', exact: true }).click();
  await page.waitForURL(/name=identity\.member/);
  await expect(page.getByRole('button', { name: /Event.*Members.*change/ }), 'the filter as a chip');

  await page.getByRole('row').filter({ hasText: 'Nadia Rahma' }).first().getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'What changed' }), 'what changed');
  await expect(page.getByText('analyst'), 'the value before');
  await expect(page.getByText('support'), 'the value after');
  await page.waitForURL(/open=/);
  await shot(page, 'audit.open');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'What changed' }), 'the address opens the same again');

  const [download] = await Promise.all([page.waitForEvent('download'), exportAs(page, 'CSV, for spreadsheets')]);
  match(download.suggestedFilename(), /^hanse-log-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  equal(lines.slice(1).every((line) => line.includes('identity.member')), true, 'only what the filters show is exported');

  await page.getByRole('button', { name: /^Without the filter/ }).click();
  await page.waitForURL((url) => !url.searchParams.has('name'));
  await page.goto(`${world.address}/audit?q=zebra`);
  await expect(page.getByText('Nothing matches'), 'empty by a filter is told so');
  await shot(page, 'audit.no-match');
}

async function exportAs(page, words) {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: words }).click();
}
