// Opens the shell and the lists seen last when there is no network. Nothing is ever written from
// here: a write without a network fails at once, in the page, with its words.
import { CHARS_MAX, kindOf, nameOf, SEEN_AT, tooMany } from './rules.ts';

type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Asking = Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void };

/** Put in by the build: the first page and all that it needs, and a name made of their sums. */
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const worker = self as unknown as EventTarget & {
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
};
const SHELL = `hanse-shell-${__VERSION__}`;
const SEEN = 'hanse-seen';
const PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => {
  const work = caches.open(SHELL).then((cache) => cache.addAll([...__SHELL__]));
  (event as Waiting).waitUntil(work.then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  (event as Waiting).waitUntil(dropOld().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if ((event as MessageEvent).data === 'forget') void caches.delete(SEEN);
});

worker.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Asking;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const answer = (promise: Promise<Response>) => respondWith.call(event, promise);
  const kind = kindOf(request.method, request.mode, url.pathname);
  if (kind === 'page') answer(page(request));
  else if (kind === 'asset') answer(asset(request));
  else if (kind === 'list' && request.headers.get('accept')?.includes('json')) answer(list(request));
});

async function dropOld(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('hanse-shell-') && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const kept = await caches.match('/', { cacheName: SHELL });
    if (kept) return kept;
    throw error;
  }
}

/** Its name changes with its content, so what is kept is right. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

async function list(request: Request): Promise<Response> {
  const name = nameOf(request.url, request.headers.get('hanse-workspace') ?? '');
  try {
    const fresh = await fetch(request);
    if (fresh.status === 200) await keep(name, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await caches.match(name, { cacheName: SEEN });
    if (kept) return kept;
    throw error;
  }
}

async function keep(name: string, answer: Response): Promise<void> {
  const text = await answer.text();
  if (text.length > CHARS_MAX) return;
  const headers = new Headers(answer.headers);
  headers.set(SEEN_AT, new Date().toISOString());
  const cache = await caches.open(SEEN);
  await cache.delete(name);
  await cache.put(name, new Response(text, { status: 200, headers }));
  await Promise.all(tooMany(await cache.keys()).map((key) => cache.delete(key)));
}
