// The browser's side of bench/web.py: what it saw goes as JSON into the file that it is given.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const web = createRequire(new URL('../web/package.json', import.meta.url));
const { chromium } = web('playwright-core');
const axe = readFileSync(web.resolve('axe-core/axe.min.js'), 'utf8');
const given = JSON.parse(process.env.GIVEN);
const SLOWER = 4;
const RUNS = 5;
const SCREENS = [
  '/', '/jobs', '/people', '/people/invitations', '/people/roles', '/people/limits', '/audit',
  '/notices', '/settings', '/settings/workspace', '/settings/keys', '/settings/plan',
  '/settings/notices', '/settings/webhooks', '/settings/health', '/me', '/me/security',
  '/me/sessions', '/me/activity', '/mails',
];

const browser = await chromium.launch({ executablePath: given.chromium, args: ['--no-sandbox'] });

async function visitor(state) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block', // nothing is kept: it is the first time
    storageState: state,
    bypassCSP: true,
  });
  return context.newPage();
}

async function slowed(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

const door = await visitor();
await door.goto(`${given.address}/sign-in`);
await door.getByLabel('Email', { exact: true }).fill(given.email);
await door.getByLabel('Password', { exact: true }).fill(given.password);
await door.getByRole('button', { name: 'Sign in', exact: true }).click();
await door.getByRole('navigation').first().waitFor();
const state = await door.context().storageState();
await door.context().close();

const times = [];
const shifts = [];
const empty = [];
let scripts = [];
for (let run = 0; run < RUNS; run += 1) {
  const page = await visitor(state);
  await slowed(page);
  await page.addInitScript(() => {
    globalThis.shift = 0;
    // Its own clock, since the browser set out: whoever asks from outside slows the page down.
    globalThis.shown = new Promise((told) => {
      const look = new MutationObserver(() => {
        if (!document.querySelector('h1')) return;
        look.disconnect();
        requestAnimationFrame(() => setTimeout(() => told(performance.now())));
      });
      look.observe(document, { childList: true, subtree: true });
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const loaded = new Set();
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    if (path.endsWith('.js') && path.includes('/assets/')) loaded.add(path.split('/').at(-1));
  });
  await page.goto(given.address, { waitUntil: 'commit' });
  times.push(await page.evaluate(() => globalThis.shown));
  await page.waitForTimeout(1500);
  shifts.push(await page.evaluate(() => globalThis.shift));
  scripts = [...loaded];
  await page.context().close();
  const bare = await visitor(state);
  await slowed(bare);
  await bare.goto(`${given.address}/health/live`);
  empty.push(await bare.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd));
  await bare.context().close();
}

// A long list, scrolled as fast as a hand turns the wheel: for how long is nothing to be seen?
const list = await visitor(state);
await list.goto(`${given.address}/audit`);
await list.getByRole('row').nth(5).waitFor();
const blank = await list.evaluate(async () => {
  const cells = () => [...document.querySelectorAll('[role=row], tbody tr')];
  const box = cells()[5].closest('[data-scroll], [role=table], table')?.parentElement ?? document.body;
  let scroller = box;
  while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
  scroller ??= document.scrollingElement;
  let longest = 0;
  let since = null;
  const end = performance.now() + 5000;
  while (performance.now() < end) {
    scroller.scrollTop += 400;
    await new Promise((done) => requestAnimationFrame(done));
    const frame = scroller.getBoundingClientRect();
    const seen = cells().some((row) => {
      const place = row.getBoundingClientRect();
      return place.height > 0 && place.bottom > Math.max(frame.top, 120) && place.top < innerHeight;
    });
    const now = performance.now();
    if (seen) since = null;
    else {
      since ??= now;
      longest = Math.max(longest, now - since);
    }
  }
  return longest;
});

const violations = [];
const screens = {};
for (const path of SCREENS) {
  await list.goto(given.address + path);
  await list.getByRole('heading', { level: 1 }).waitFor();
  await list.waitForTimeout(400);
  await list.evaluate(axe);
  const found = await list.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  screens[path] = found.violations.length;
  violations.push(...found.violations.map((one) => `${path}: ${one.id}: ${one.nodes[0].target}`));
}
await browser.close();
writeFileSync(
  given.told,
  JSON.stringify({
    scripts,
    violations,
    screens,
    first_screen_ms: middle(times),
    empty_page_ms: middle(empty),
    layout_shift: Math.max(...shifts),
    blank_ms: blank,
  }),
);
