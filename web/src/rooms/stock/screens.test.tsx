import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import CountScreen from './CountScreen.tsx';
import ItemScreen from './ItemScreen.tsx';
import OpeningScreen from './OpeningScreen.tsx';
import ShopsScreen from './ShopsScreen.tsx';

const RIGHTS = ['stock.level.read', 'stock.level.write', 'stock.channel.read', 'stock.channel.write', 'connections.account.read'];
const PLACE = { id: 'p1', name: 'Bandung', kind: 'own', country: 'ID', position: 0, state: 'active', trust: 100, fresh_for_h: 24, version: 1 };
const ITEM = {
  variant_id: 'v1', product_id: 'c1', title: 'Kemeja', sku: 'KK-1', image_url: null, state: 'low', on_hand: 7, reserved: 4, promised: 0, available: 3, on_the_way: 12, low_at: 5, is_bundle: false, places: [{ place_id: 'p1', name: 'Bandung', kind: 'own', on_hand: 7, reserved: 4, promised: 0, available: 3, told_at: null, confidence: null }],
  shops: [], version: 2, sold_28_days: 87, per_day: 3.1, bundle_parts: [],
};
const SOLD = {
  account_id: 's1', name: 'Shopee SG', platform: 'shopee', state: 'on', rhythm: 'events', sells_from: ['Singapore'], kept_back: 1, should: 0, shows: 0, seen_at: '2026-11-20T10:00:00Z', truth: 'proven', asked_at: null, proven_at: '2026-11-20T10:00:00Z',
  latency_ms: 2100, held_why: '',
};
const WHY = {
  should: 0, shows: 0, found: 'proven', verdict: '',
  steps: [{ code: 'on_hand', text: '2 in Singapore', told: {}, change: 2, left: 2 }, { code: 'reserved', text: '', told: { count: '1', left: '1' }, change: -1, left: 1 }, { code: 'safety', text: '', told: {}, change: -1, left: 0 }],
  what_if: [{ code: 'safety', text: '', would_show: 1 }],
};
const CHANNEL = {
  account_id: 's1', name: 'Shopee SG', platform: 'shopee', state: 'off', held_why: '', waiting: 2, differing: 0, pushed_at: null, p50_ms: null, p99_ms: null, version: 1, rhythm: 'events', places: [], supplied: false, keep_percent: '0', keep_count: 0, show_max: null,
  safety: false, oversell_minor: null, oversell_currency: null, when_out: 'zero',
};
const COUNT = { id: 'k1', name: 'Shelf B', place_id: 'p1', state: 'open', opened_at: '2026-11-20T10:00:00Z', closed_at: null, lines: 2, counted: 1, differing: 1, version: 1 };
const LINE = { variant_id: 'v1', title: 'Kemeja', sku: 'KK-1', frozen: 7, found: 2, expected: 7, on_hand: 7, moved_since: 0, difference: -5 };
const SLOW = { timeout: 5_000 };
const none = { items: [], next_cursor: null };
const some = (...items: unknown[]) => ({ items, next_cursor: null });

type Sent = { method: string; path: string; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, (body: Record<string, unknown>) => unknown>();

beforeEach(() => {
  // Nothing has a size here, and a list draws what is in sight.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  sent.length = 0;
  answers.clear();
  answers.set('GET /api/stock/levels/v1', () => ITEM);
  answers.set('GET /api/stock/levels/v1/shops', () => some(SOLD));
  answers.set('GET /api/stock/levels/v1/why/s1', () => WHY);
  answers.set('GET /api/stock/levels/v1/periods', () => none);
  answers.set('GET /api/stock/levels/v1/ledger', () => none);
  answers.set('GET /api/stock/places', () => some(PLACE));
  answers.set('GET /api/stock/settings', () => ({ low_at: 5, opening: 'ask', opening_account_id: null, version: 1 }));
  answers.set('GET /api/connections/accounts', () => some({ id: 's1', name: 'Shopee SG', platform: 'shopee', state: 'active' }, { id: 's2', name: 'Woo', platform: 'woocommerce', state: 'active' }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
    if (method !== 'GET') sent.push({ method, path: plain, body });
    const found = answers.get(`${method} ${plain}`)?.(body);
    return found === undefined ? Response.json({ detail: 'There is nothing here.', code: 'not_found', next_step: '', fields: [] }, { status: 404 }) : found instanceof Response ? found : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  toasts.set([]);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function open(path: string, permissions = RIGHTS) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { person: { id: 'me' }, permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const paths = { '/stock/opening': OpeningScreen, '/stock/shops': ShopsScreen, '/stock/counts/$id': CountScreen, '/stock/$id': ItemScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const router = createRouter({ routeTree: root.addChildren(routes), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}

const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const told = (path: string) => sent.filter((one) => one.path === path);

test('a variant says why a shop shows 0, step by step, and what would change it', async () => {
  const mill = { place_id: 'p2', name: 'Mill', kind: 'supplier', on_hand: 20, reserved: 0, promised: 0, available: 20, told_at: new Date(Date.now() - 3.5 * 3_600_000).toISOString(), confidence: 80 };
  answers.set('GET /api/stock/levels/v1', () => ({ ...ITEM, places: [...ITEM.places, mill] }));
  await open('/stock/v1');
  expect((await screen.findByRole('rowheader', { name: /Mill/ }, SLOW)).textContent).toMatch(/^MillTold 3.h ago, 80 % sure$/);
  await there('Why is this 0 at Shopee SG?');
  const steps = within(screen.getByRole('group', { name: 'Step' }));
  expect(steps.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'StepChangeLeft', 'On hand2 in Singapore22', 'ReservedHeld for orders.\u221211', 'Safety stock\u221210', 'Shopee SG should show0',
  ]);
  expect(screen.getByText('Would show 1')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Look at it: Keep no safety stock' }).getAttribute('href')).toBe('/stock/shops/s1');
});

test('an adjustment is seen before it is done, and undone from the toast', async () => {
  answers.set('POST /api/stock/levels/bulk', () => ({ written: false, count: 1, changed: 1, same: 0, refused: 0, lines: [{ number: 0, variant_id: 'v1', sku: 'KK-1', title: 'Kemeja', place_id: 'p1', place: 'Bandung', before: 7, after: 12, retold: false, findings: [] }] }));
  await open('/stock/v1?new=adjust');
  await screen.findByLabelText('Pieces', {}, SLOW);
  type('Pieces', '+5');
  type('Reason', 'delivery');
  await press('Preview');
  await there('+5');
  expect(told('/api/stock/levels/bulk').map(({ body }) => (body as { preview: boolean }).preview)).toEqual([true]);
  await press('Change 1 level');
  await waitFor(() => expect(toasts.get()[0]?.act?.label).toBe('Undo'));
  await act(async () => toasts.get()[0]?.act?.run());
  await waitFor(() => expect(told('/api/stock/levels/bulk')[2]?.body).toMatchObject({ preview: false, lines: [{ variant_id: 'v1', by: -5 }] }));
});

test('shops that disagree stand side by side, and the count that is typed is opened after a preview', async () => {
  answers.set('GET /api/stock/opening', () => some({ variant_id: 'v1', title: 'Kemeja', sku: 'KK-1', why: 'differ', count: null, shops: [{ account_id: 's1', quantity: 10 }, { account_id: 's2', quantity: 7 }] }));
  answers.set('POST /api/stock/opening', () => ({ count: 1, left: 0, items: [{ variant_id: 'v1', title: 'Kemeja', sku: 'KK-1', count: 8, why: 'differ', shops: [] }], findings: [] }));
  await open('/stock/opening');
  const count = await screen.findByLabelText('Count of Kemeja', {}, SLOW);
  fireEvent.change(count, { target: { value: '8' } });
  await press('Preview 1 count');
  await press('Open 1 variant');
  await waitFor(() => expect(told('/api/stock/opening').map(({ body }) => body)).toEqual([true, false].map((preview) => ({ rule: 'count', counts: [{ variant_id: 'v1', count: 8, basis: 'available' }], preview }))));
});

test('switching a shop on says first what waits, and whoever may not is not asked', async () => {
  answers.set('GET /api/stock/channels', () => some(CHANNEL));
  answers.set('POST /api/stock/channels/s1/on', () => ({ ...CHANNEL, state: 'on' }));
  await open('/stock/shops');
  await press('Switch on, Shopee SG');
  await there(/2 variants wait for their opening counts/);
  expect(sent).toEqual([]);
  await press('Switch on');
  await waitFor(() => expect(told('/api/stock/channels/s1/on')).toHaveLength(1));
  cleanup();
  await open('/stock/shops', ['stock.channel.read']);
  await there('Shopee SG');
  expect(screen.queryByRole('button', { name: 'Switch on, Shopee SG' })).toBeNull();
});

const lines = () => told('/api/stock/counts/k1/lines').map(({ body }) => (body as { lines: unknown[] }).lines[0]);

test('each scan adds to what was found, and who types over somebody else is told', async () => {
  let found = 2;
  answers.set('GET /api/stock/counts/k1', () => ({ ...some({ ...LINE, found }), count: COUNT }));
  answers.set('PUT /api/stock/counts/k1/lines', (body) => {
    const [line] = (body as { lines: { add?: number; was?: number }[] }).lines;
    if (line?.add === undefined) return Response.json({ detail: 'Mei entered 9 for Kemeja meanwhile.', code: 'rejected', next_step: 'Look again.', fields: [] }, { status: 422 });
    return { ...COUNT, entered: [{ ...LINE, found: found += line.add }] };
  });
  await open('/stock/counts/k1');
  for (const line of ['kk-1', 'KK-1 x3']) {
    fireEvent.change(await screen.findByRole('textbox', { name: 'Scan or type a SKU' }, SLOW), { target: { value: line } });
    fireEvent.submit(screen.getByRole('form', { name: 'Scan or type a SKU' }));
  }
  await there('Kemeja: 6 found');
  expect(lines()).toEqual([{ sku: 'kk-1', add: 1 }, { sku: 'KK-1', add: 3 }]);
  const field = await screen.findByDisplayValue('6', {}, SLOW);
  fireEvent.change(field, { target: { value: '8' } });
  fireEvent.blur(field);
  await there('Mei entered 9 for Kemeja meanwhile.');
  expect(lines().at(-1)).toEqual({ variant_id: LINE.variant_id, found: 8, was: 6 });
});
