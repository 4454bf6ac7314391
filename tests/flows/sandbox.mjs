// The shops of the demo stand in a sandbox on this machine: what happens there is asked for here.
import { until } from './expect.mjs';
import { asking } from './people.mjs';

const NAMES = ['Rumah Kain', 'Kopi Nusantara'];
const CONNECTED_MS = 60_000;
const READ_MS = 90_000;

/** As soon as the demo has connected its shops; their addresses say where the sandbox is. */
export async function sandbox(world) {
  const { woocommerce } = await shopsOf(world);
  return asked(`http://127.0.0.1:${new URL(woocommerce.address).port}`);
}

/** The shops of the demo by their platforms, as soon as they are connected and each kind has been read. */
export async function readShops(world) {
  const shops = await shopsOf(world);
  const owner = await asking(world, world.people.owner);
  for (const { id, name } of Object.values(shops)) {
    await until(async () => {
      const { items } = await owner('GET', `/api/mirror/feeds?account=${id}`);
      return items.length > 0 && items.every(({ state }) => state === 'current');
    }, `${name} is read`, READ_MS);
  }
  return shops;
}

/** Whether changes go out: the switches of these shops and of the workspace, by the doors that the pages use. The demo's are live. */
export async function writes(owner, shops, mode) {
  if (mode === 'dry') await owner('POST', '/api/connections/stop');
  for (const { id } of shops) {
    const { name, write_mode: now, version } = await owner('GET', `/api/connections/accounts/${id}`);
    if (now !== mode) await owner('POST', `/api/connections/accounts/${id}/mode`, { write_mode: mode, confirm: name }, { 'If-Match': `"${version}"` });
  }
  const { version, write_mode: now } = await owner('GET', '/api/connections/mode');
  if (now === mode) return;
  const { memberships, workspace_id: here } = await owner('GET', '/api/identity/me');
  const { workspace_name: confirm } = memberships.find((each) => each.workspace_id === here);
  await owner('POST', '/api/connections/mode', { write_mode: mode, confirm }, { 'If-Match': `"${version}"` });
}

async function shopsOf(world) {
  const owner = await asking(world, world.people.owner);
  let found = [];
  await until(async () => {
    const { items } = await owner('GET', '/api/connections/accounts?limit=200');
    found = NAMES.map((name) => items.find((shop) => shop.name === name)).filter(Boolean);
    return found.length === NAMES.length;
  }, 'the demo has connected its shops', CONNECTED_MS);
  return Object.fromEntries(found.map((shop) => [shop.platform, shop]));
}

function asked(address) {
  async function answered(path, method, body) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(address + path, { method, headers, body: body && JSON.stringify(body) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    return said;
  }
  const ask = async (method, path, body) => JSON.parse(await answered(`/_sandbox/${path}`, method, body));
  /** What a shop of it shows to people: how many products, and which is the first. */
  async function shown(host) {
    const page = await answered(`/_sandbox/shop/${host}/`, 'GET');
    return { count: Number(/\d+ to \d+ of (\d+)/.exec(page)[1]), first: /product\/(\d+)/.exec(page)[1] };
  }
  /** Where a shop of it stands, for people. */
  const shopAt = (host) => `${address}/_sandbox/shop/${host}`;
  return { ask, shown, shopAt };
}
