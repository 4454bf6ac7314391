// Somebody registers, confirms by the link in the mail, and makes a workspace.
import { expect } from '../expect.mjs';
import { addressOf, PASSWORD } from '../people.mjs';

export const looks = ['desktop-light', 'phone-dark'];

export default async function walk({ world, visitor, shot, signIn }) {
  const email = addressOf('Sari');
  const page = await visitor();
  await page.goto(`${world.address}/sign-in`);
  await page.getByRole('link', { name: 'Register' }).click();
  await page.getByLabel('Name').fill('Sari Wulandari');
  await page.getByLabel('Email').fill('sari at home');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText('This is no email address.').waitFor();
  await shot(page, 'register.wrong');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await shot(page, 'register.sent');

  const link = await linkIn(await mailOf(await visitor(), { world, signIn, shot, email }));
  await page.goto(link);
  await page.getByRole('heading', { name: 'Confirm your address' }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill('not what was chosen');
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();

  await page.getByText('You are in no workspace yet').waitFor();
  await shot(page, 'register.no-workspace');
  await page.getByRole('link', { name: 'Make a workspace' }).click();
  await page.getByLabel('Workspace', { exact: true }).fill('Toko Sari');
  await shot(page, 'workspaces.new.filled');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByText('Toko Sari').filter({ visible: true }).first().waitFor();
  await shot(page, 'register.home');

  await page.goto(link);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(page.getByText('This link is not good any more.'), 'the link is good once');
}

/** The mail, opened where the demo shows what was sent. */
async function mailOf(page, { world, signIn, shot, email }) {
  await signIn(page, world.people.owner, '/mails');
  const row = page.getByRole('row').filter({ hasText: email }).first();
  await row.getByRole('button').first().click();
  await page.getByRole('link', { name: /\/sign-in\/confirm#/ }).first().waitFor();
  await shot(page, 'mails.open');
  return page;
}

async function linkIn(page) {
  return page.getByRole('link', { name: /\/sign-in\/confirm#/ }).first().getAttribute('href');
}
