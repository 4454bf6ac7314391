// Somebody is invited by a link, joins, appears at once, gets another role, and is removed.
import { absent, expect, until } from '../expect.mjs';
import { addressOf, PASSWORD } from '../people.mjs';

export const looks = ['desktop-light', 'phone-dark'];

export default async function walk({ world, visitor, shot, signIn, size }) {
  const name = `Putri ${addressOf('x').slice(2, 6)}`;
  const email = addressOf('Putri');
  const owner = await visitor();
  await signIn(owner, world.people.owner, '/people');
  await owner.getByRole('link', { name: 'Invite' }).click();
  await owner.getByLabel('Email').fill('nobody');
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(owner.getByText('Write an address, as budi@example.com.'), 'a wrong address is told at its field');
  await owner.getByLabel('Email').fill(email);
  await owner.getByLabel('Role', { exact: true }).selectOption('support');
  await shot(owner, 'invite.form');
  await owner.getByRole('button', { name: 'Invite', exact: true }).click();
  await owner.getByText(`The link for ${email}`).waitFor();
  const link = await owner.getByRole('group', { name: 'Link' }).locator('code').innerText();
  await shot(owner, 'invite.link');

  await owner.goto(`${world.address}/people`);
  await owner.getByText('Live').filter({ visible: true }).first().waitFor();
  await owner.mouse.move(1, 1);

  const newcomer = await visitor();
  await newcomer.goto(link);
  await newcomer.getByRole('heading', { name: 'Join Kopi & Kain' }).waitFor();
  await newcomer.getByLabel('Name', { exact: true }).fill(name);
  await newcomer.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await shot(newcomer, 'join.filled');
  await newcomer.getByRole('button', { name: 'Join' }).click();
  await newcomer.getByRole('heading', { name: 'Today' }).waitFor();
  await shot(newcomer, 'home.newcomer');

  const row = owner.getByRole('row').filter({ hasText: name });
  await expect(row, 'the newcomer appears without a reload');
  if (size === 'phone') await row.getByRole('link').first().click();
  await owner.getByLabel(`Role of ${name}`).filter({ visible: true }).selectOption('analyst');
  await expect(owner.getByText(`${name} is now Analyst`), 'the change is told, with its undo');
  await shot(owner, 'people.role-changed');
  await owner.getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await owner.getByLabel(`Role of ${name}`).first().inputValue()) === 'support', 'the role is as before');

  if (size === 'phone') await owner.getByRole('button', { name: 'Remove' }).click();
  else {
    await row.getByRole('button', { name: `${name}, more` }).click();
    await owner.getByRole('menuitem', { name: 'Remove' }).click();
  }
  await shot(owner, 'people.remove');
  await owner.getByRole('dialog').getByRole('textbox').fill(name);
  await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(owner.getByText(`${name} works here no more`), 'the removal is told');
  await owner.goto(`${world.address}/people`);
  await expect(owner.getByRole('row').filter({ hasText: 'Ayu Lestari' }), 'the others stay');
  await absent(row, 'who was removed');

  await newcomer.goto(`${world.address}/people`);
  await expect(newcomer.getByText('You are in no workspace yet'), 'who was removed is told what now');
  const second = await visitor();
  await second.goto(link);
  await expect(second.getByRole('heading', { name: /was used already/ }), 'a link is good once');
  await shot(second, 'join.used');
}
