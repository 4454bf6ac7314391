// Every screen that there is, as its owner sees it and before anybody signed in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const looks = ['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'];

const ROOMS = new URL('../../../web/src/', import.meta.url).pathname;

/** The paths as the rooms declare them. */
function declared() {
  const files = readdirSync(ROOMS, { recursive: true }).filter((name) => /(^|\/)(room|house)\.ts$/.test(name));
  const words = files.map((name) => readFileSync(join(ROOMS, name), 'utf8')).join('\n');
  return [...words.matchAll(/path: '([^']+)'(, frame: 'bare')?/g)]
    .map(([, path, bare]) => ({ path, bare: bare !== undefined }))
    .filter(({ path }) => !path.startsWith('/dev/'));
}

const nameOf = (path) => path.replace(/^\//, '').replaceAll('/', '.').replace('$', '') || 'home';

export default async function walk({ world, visitor, shot, signIn }) {
  const all = declared();
  if (all.length < 25) throw new Error('the rooms are declared in another way than this journey reads');
  const stranger = await visitor();
  for (const { path } of all.filter((one) => one.bare)) {
    await stranger.goto(world.address + path);
    await stranger.getByRole('heading', { level: 1 }).waitFor();
    await shot(stranger, nameOf(path));
  }
  const owner = await visitor();
  await signIn(owner, world.people.owner);
  for (const { path } of all.filter((one) => !one.bare && !one.path.includes('$'))) {
    await owner.goto(world.address + path);
    await owner.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await shot(owner, nameOf(path));
  }
  await oneOf(owner, world, '/people', 'people.id', shot);
}

/** The page of the first thing that a list leads to. */
async function oneOf(page, world, path, name, shot) {
  await page.goto(world.address + path);
  await page.getByRole('rowheader').getByRole('link').first().click();
  await page.waitForURL((url) => url.pathname !== path);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await shot(page, name);
}
