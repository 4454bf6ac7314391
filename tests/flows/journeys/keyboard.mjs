// Without a mouse: sign in, go about, walk a list, open and close what opens; one always sees where one is.
import { equal, ok } from 'node:assert/strict';
import { expect, until } from '../expect.mjs';

export const looks = ['desktop-light'];

export default async function walk({ world, visitor, shot }) {
  const page = await visitor();
  const keys = page.keyboard;
  const { email, password } = world.people.owner;
  await page.goto(`${world.address}/sign-in`);
  await until(async () => (await focused(page)).name === 'email', 'the first field has the focus');
  await keys.type(email);
  await keys.press('Tab');
  await keys.type(password);
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Today' }).waitFor();

  await page.goto(world.address);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await keys.press('Tab');
  equal((await focused(page)).words, 'Skip to content');
  ok((await focused(page)).seen, 'the way to the content is seen when it has the focus');
  await shot(page, 'keyboard.skip');
  await keys.press('Enter');
  await until(async () => (await focused(page)).id === 'main', 'the content has the focus');
  await keys.press('Tab');
  ok((await focused(page)).ringed, 'the focus is seen');
  await shot(page, 'keyboard.focus');

  await keys.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or do' }).waitFor();
  await keys.type('people');
  await expect(page.getByRole('option', { name: /^People/ }), 'what was typed is found');
  await shot(page, 'keyboard.palette');
  await keys.press('Enter');
  await page.waitForURL(/\/people$/);
  await page.getByRole('row').nth(2).waitFor();

  await keys.press('j');
  const first = (await focused(page)).words;
  await keys.press('j');
  const second = (await focused(page)).words;
  ok(first !== second && first !== '', 'J goes down');
  await keys.press('k');
  equal((await focused(page)).words, first, 'K goes up');
  await shot(page, 'keyboard.row');
  await keys.press('Enter');
  await page.waitForURL(/\/people\/[0-9a-f-]+$/);

  await keys.press('g');
  await keys.press('u');
  await page.waitForURL(/\/audit$/);
  await page.getByRole('row').nth(2).waitFor();
  await keys.press('j');
  await keys.press('Enter');
  await page.waitForURL(/open=/);
  await keys.press('Enter');
  await page.waitForURL((url) => !url.searchParams.has('open'));

  await keys.press('?');
  await page.getByRole('dialog').getByText('Go to Audit').waitFor();
  await shot(page, 'keyboard.list');
  await keys.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keys.press('g');
  await keys.press('h');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
}

/** Where the keyboard is. */
async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const { top, left, width } = element.getBoundingClientRect();
    return {
      id: element.id,
      name: element.getAttribute('name'),
      words: element.textContent.trim(),
      seen: width > 1 && top >= 0 && left >= 0,
      ringed: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0,
    };
  });
}
