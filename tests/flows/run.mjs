// One journey in a real browser: node run.mjs JOURNEY LOOK, with the world as JSON in WORLD.
// Every picture that a journey takes is checked with axe-core and kept in the folder SCREENS.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { until } from './expect.mjs';

const web = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = web('playwright-core');
const axe = readFileSync(web.resolve('axe-core/axe.min.js'), 'utf8');

const [journey, look] = process.argv.slice(2);
const world = JSON.parse(process.env.WORLD);
const [size, named] = look.split('-');
// In both looks a screen is opened once and seen twice.
const schemes = named === 'both' ? ['light', 'dark'] : [named];
const [scheme] = schemes;
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const folderOf = (scheme) => join(process.env.SCREENS, `${size}-${scheme}`);
const folder = folderOf(scheme);
for (const each of schemes) mkdirSync(folderOf(each), { recursive: true });

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
const violations = [];
const complaints = [];
const pages = [];

/** A browser of its own, as of another person at another machine. */
async function visitor(more = {}) {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: scheme,
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    locale: 'en-GB',
    timezoneId: 'Asia/Jakarta',
    bypassCSP: true, // axe is put into the page from outside; the page's own policy has its own test
    reducedMotion: 'reduce',
    ...more,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  heed(page);
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  pages.push(page);
  return page;
}

/** Counts what the page waits for; the streams of news never end. */
function heed(page) {
  const open = new Set();
  page.waits = () => open.size > 0;
  page.on('request', (request) => /\/live\b/.test(request.url()) || open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Everything that was asked for is there and drawn. */
async function rest(page) {
  const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => document.fonts.ready);
  await until(async () => {
    if (page.waits()) return false;
    await drawn();
    return !page.waits() && !(await page.evaluate(busy));
  }, 'the page is at rest');
}

/** Whether the page says so itself; what waits behind a dialog waits for the person. */
function busy() {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  return top.querySelector('[aria-busy=true], [data-loading]') !== null;
}

/** Take a picture of a screen that is at rest, and look for what somebody could not use. */
async function shot(page, name) {
  await rest(page);
  const { wide, high } = await page.evaluate(() => {
    const { scrollWidth: wide, scrollHeight: high } = document.documentElement;
    return { wide: wide - innerWidth, high };
  });
  if (wide > 0) complaints.push(`${name}: ${wide} px wider than the screen`);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  for (const each of schemes) {
    if (each !== schemes[0]) await turn(page, each);
    await picture(page, join(folderOf(each), `${name}.png`), high);
    // What a screen consists of is the same in every scheme; its colours are not.
    const rules = each === schemes[0] ? { runOnly: EVERYTHING } : { runOnly: { type: 'rule', values: ['color-contrast'] } };
    for (const one of await judge(page, rules)) violations.push(`${name}, ${each}: ${one}`);
  }
  if (schemes.length > 1) await turn(page, schemes[0]);
}

/** Whoever has it dark after sunset sees the same page turn. */
async function turn(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' });
  await rest(page);
}

/** A screen as high as its content: what sticks to an edge is drawn where that edge is. */
async function picture(page, path, high) {
  if (high > sizes[size].height) await page.setViewportSize({ ...sizes[size], height: high });
  await page.screenshot({ path });
  if (high > sizes[size].height) await page.setViewportSize(sizes[size]);
}

/** What axe-core says against a page. */
async function judge(page, rules) {
  const found = await page.evaluate(async (rules) => {
    const { violations: all } = await globalThis.axe.run(document, { ...rules, resultTypes: ['violations'] });
    return all.map(({ id, help, nodes }) => ({ id, help, first: String(nodes[0].target), count: nodes.length }));
  }, rules);
  return found.map(({ id, help, first, count }) => `${id}: ${help}: ${first} (${count})`);
}

/** Sign somebody in who has no second factor, and wait until the first page is there. */
async function signIn(page, person, path = '/') {
  await page.goto(`${world.address}/sign-in?${new URLSearchParams({ next: path })}`);
  await typeIn(page, person);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  // The address is that of the next page before that page is there.
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('main').waitFor();
}

async function typeIn(page, { email, password }) {
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Sign out as a person does: behind the picture, which a phone keeps under More. */
async function signOut(page) {
  if (size === 'phone') await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: /, account$/ }).filter({ visible: true }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
}

/** Open the palette, and give its field. */
async function palette(page) {
  await page.getByRole('button', { name: /^Search or do/ }).filter({ visible: true }).click();
  const field = page.getByRole('combobox', { name: 'Search or do' });
  await field.waitFor();
  return field;
}

try {
  const { default: walk } = await import(`./journeys/${journey}.mjs`);
  await walk({ world, visitor, shot, rest, signIn, signOut, typeIn, palette, size, scheme });
} catch (error) {
  const last = pages.filter((page) => !page.isClosed());
  for (const [at, page] of last.entries()) {
    console.error(`page ${at}: ${page.url()}`);
    await page.screenshot({ path: join(folder, `broken-${journey}-${at}.png`) }).catch(() => undefined);
  }
  throw error;
} finally {
  await browser.close();
}
console.log(JSON.stringify({ violations, complaints }));
