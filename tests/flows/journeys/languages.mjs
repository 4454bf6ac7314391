// Everything is said in Indonesian: of the English catalogue no text is left on any screen.
import { deepEqual, equal } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from '../expect.mjs';
import { joined } from '../people.mjs';
import { readShops } from '../sandbox.mjs';

export const looks = ['desktop-light', 'phone-dark'];

const web = createRequire(new URL('../../../web/package.json', import.meta.url));
const SOURCE = new URL('../../../web/src/', import.meta.url).pathname;
const PATHS = ['/', '/people', '/people/invitations', '/people/roles', '/people/limits', '/connections', '/connections/new', '/mirror/products', '/mirror/orders', '/mirror/customers', '/mirror/stock', '/audit', '/mails', '/notices', '/jobs', '/settings',
  '/settings/workspace', '/settings/businesses', '/settings/keys', '/settings/keys/new', '/settings/plan', '/settings/notices',
  '/settings/webhooks', '/settings/health', '/me', '/me/security', '/me/sessions', '/me/activity'];

/** Sentences of the English catalogue that mean nothing in the Indonesian one. */
function onlyEnglish() {
  const { ModuleKind, transpileModule } = web('typescript');
  const all = { en: new Set(), id: new Set() };
  const files = readdirSync(SOURCE, { recursive: true }).filter((name) => /([tT]ext|titles)\.ts$/.test(name) && !name.includes('gallery'));
  for (const name of files) {
    const source = readFileSync(join(SOURCE, name), 'utf8');
    const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS } });
    const catalogue = (words) => {
      for (const language of ['en', 'id']) gather(words[language], all[language]);
      return words.en;
    };
    new Function('exports', 'require', outputText)({}, () => ({ catalogue }));
  }
  return new Set([...all.en].filter((words) => words.length > 3 && !all.id.has(words)));
}

function gather(words, into) {
  if (typeof words === 'string') into.add(words);
  else if (typeof words === 'object' && words !== null) Object.values(words).forEach((each) => gather(each, into));
}

/** What can be read on the page, less what the server says in its own language. */
function lines() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest('[lang=en], script, style, bdi')) found.add(node.nodeValue.trim());
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
    if (element.closest('[lang=en]')) continue;
    for (const name of ['aria-label', 'placeholder', 'title']) found.add(element.getAttribute(name) ?? '');
  }
  return [...found];
}

export default async function walk({ world, visitor, shot, rest, signIn, size }) {
  const english = onlyEnglish();
  equal(english.has('Skip to content'), true, 'the catalogue is read');
  const person = await joined(world, { name: 'ليلى حداد', mailName: 'Layla', role: 'admin' });
  const page = await visitor();
  await signIn(page, person);
  if (size === 'phone') await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: /change workspace/ }).filter({ visible: true }).click();
  await page.getByRole('menuitem', { name: 'Make a workspace' }).waitFor();
  await shot(page, 'menu.place');
  await page.getByRole('menuitemradio', { name: 'All businesses' }).click();
  const account = page.getByRole('button', { name: /, account$/ }).filter({ visible: true });
  await account.click();
  const name = page.locator('bdi').filter({ hasText: person.name }).filter({ visible: true }).first();
  await expect(name, 'a name from right to left stands apart from the words around it');
  await shot(page, 'menu.account');
  const indonesian = page.getByRole('menuitemradio', { name: 'Bahasa Indonesia' });
  // The picture is taken of a higher window, and a menu over a sheet that scrolls ends with that.
  const choose = async () => {
    if (!(await indonesian.isVisible())) await account.click();
    await indonesian.click({ timeout: 5000 });
  };
  await choose().catch(choose).catch(choose);
  await page.locator('html[lang=id]').waitFor();

  const left = [];
  const { shopify } = await readShops(world);
  const ofShop = ['', '/pulled', '/webhooks', '/calls', '/settings', '/again'].map((part) => `/connections/${shopify.id}${part}`);
  for (const path of [...PATHS, ...ofShop]) {
    await page.goto(world.address + path);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await rest(page);
    left.push(...(await page.evaluate(lines)).filter((words) => english.has(words)).map((words) => `${path}: ${words}`));
    if (['/', '/people', '/settings/notices', '/me/security'].includes(path)) await shot(page, `id${path.replaceAll('/', '.')}`);
  }
  deepEqual(left, []);
}
