// People for one journey, made by the doors that the pages use too.
import { randomUUID } from 'node:crypto';

export const PASSWORD = 'copper lantern under snow';

/** An address that no other look and no other run has. */
export const addressOf = (name) => `${name.toLowerCase()}.${randomUUID().slice(0, 8)}@flows.example`;

/** Asks the server as a browser does that has no pages. */
export async function asking(world, person) {
  let cookie = '';
  let token = '';
  async function ask(method, path, body, more = {}) {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json', ...more };
    if (cookie) headers.Cookie = cookie;
    if (token && method !== 'GET') headers['Hanse-CSRF'] = token;
    if (method === 'POST') headers['Idempotency-Key'] = randomUUID();
    const answer = await fetch(world.address + path, { method, headers, body: typeof body === 'string' ? body : body && JSON.stringify(body) });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return said ? JSON.parse(said) : null;
  }
  if (person) {
    await ask('POST', '/api/identity/sign_in', { email: person.email, password: person.password });
    token = (await ask('GET', '/api/identity/me')).csrf_token;
  }
  return ask;
}

/** Somebody who just joined the workspace of the demo. */
export async function joined(world, { name, role = 'viewer', mailName = name.split(' ')[0] }) {
  const ask = await asking(world, world.people.owner);
  const email = addressOf(mailName);
  const { link } = await ask('POST', '/api/identity/invitations', { email, role });
  const visitor = await asking(world);
  const who = { name, password: PASSWORD, language: 'en', zone: 'Asia/Jakarta' };
  await visitor('POST', '/api/identity/invitations/join', { token: link.split('#')[1], ...who });
  return { name, email, role, password: PASSWORD };
}
