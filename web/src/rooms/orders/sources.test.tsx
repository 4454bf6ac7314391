import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import OrderScreen from './OrderScreen.tsx';
import { AT, line, whole } from './sample.ts';
import type { Source, Wishes } from './sourceApi.ts';
import { effectBy, ownOf, picksOf, priceAgainst } from './sources.ts';

const RIGHTS = ['orders.order.read', 'orders.source.read', 'orders.source.write', 'purchasing.order.read', 'purchasing.order.write'];
const SLOW = { timeout: 5_000 };
const ORDER = '/api/orders/orders/o1';
const PURCHASE = '/api/purchasing/orders/p1';

const alternative = (more: Partial<Source['alternatives'][number]> = {}): Source['alternatives'][number] => ({
  offer_id: 'f1', supplier: 'Lamp factory', cost_minor: 900, currency: 'USD', days: 12, stock: 40, points: '82.30', given: [{ part: 'cost', share: '0.9', weight: '45', points: '40.50', value: 'USD 9.00' }], aside: null, facts: {}, dearer_minor: 0, days_later: 0, ...more,
});
const source = (more: Partial<Source> = {}): Source => ({
  line_id: 'l1', sku: 'L-1', title: 'Lamp', pieces: 2, now: { purchase_id: 'p1', number: '5001-AAAA', state: 'quoted', due_at: AT, offer_id: 'f1', pieces: 2 },
  alternatives: [alternative(), alternative({ offer_id: 'f2', supplier: 'Weaver', cost_minor: 990, dearer_minor: 90, days_later: -3 }), alternative({ offer_id: 'f3', supplier: 'Far away', aside: 'sold_out', points: '0', given: [], dearer_minor: null, days_later: null })], ...more,
});
const supplied = { id: 'p1', number: '5001-AAAA', state: 'quoted', state_since: AT, supplier_id: 's1', supplier: 'Lamp factory', account_id: 'a1', order_id: 'o1', order_number: '5001', country: 'DE', remote_id: null, currency: 'USD', total_minor: 900, due_at: AT, arrives_by: null, findings: [], costs_hidden: false, version: 1, made_at: AT };
const wishes = (more: Partial<Wishes> = {}): Wishes => ({
  number: '5001-AAAA', own: {}, sayable: true, why_not: '', next_step: '',
  items: [
    { name: 'no_logo', wanted: false, usual: false, whence: null, sureness: 'memo_only', effect: 'nothing', if_wanted: 'asks', memo: 'Please pack it without any logo or brand.' },
    { name: 'gift_note', wanted: true, usual: true, whence: 'workspace', sureness: 'none', effect: 'cannot', if_wanted: 'cannot', memo: '' },
  ],
  ...more,
});

type Sent = { method: string; path: string; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, () => unknown>();

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  answers.set(`GET ${ORDER}`, () => whole({ lines: [line({ bought: 2, held: 0 })] }));
  answers.set('GET /api/purchasing/orders', () => ({ items: [supplied], next_cursor: null }));
  answers.set(`GET ${PURCHASE}`, () => ({ ...supplied, disputes: 'by_call', dispute_by: null, lines: [{ order_line_id: 'l1', quantity: 2, title: 'Lamp' }] }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    if (method !== 'GET') sent.push({ method, path: plain, body: init.body ? JSON.parse(String(init.body)) : {} });
    const found = answers.get(`${method} ${plain}`)?.();
    return found === undefined ? Response.json({ detail: 'There is nothing here.', code: 'not_found', next_step: '', fields: [] }, { status: 404 }) : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  toasts.set([]);
  vi.unstubAllGlobals();
});

async function open(path: string, permissions = RIGHTS) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const router = createRouter({ routeTree: root.addChildren([createRoute({ getParentRoute: () => root, path: '/orders/$id', component: OrderScreen })]), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}
const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));

test('only what is chosen otherwise than it is goes out, and a price stands against what it is now', () => {
  expect(picksOf([source()], { l1: 'f1' })).toEqual([]);
  expect(picksOf([source(), source({ line_id: 'l2', pieces: 0 })], { l1: 'f2', l2: 'f2' })).toEqual([{ line_id: 'l1', offer_id: 'f2' }]);
  expect([{ dearer_minor: 90 }, { dearer_minor: -1 }, { dearer_minor: 0 }, { dearer_minor: null }].map(priceAgainst)).toEqual(['dearer', 'cheaper', 'same', null]);
});

test('what comes of a wish is said as it is chosen, and only words for this order are sent', () => {
  const wish = { usual: true, if_wanted: 'asks' as const };
  expect([effectBy(wish, ''), effectBy(wish, 'no'), effectBy({ ...wish, usual: false }, ''), effectBy({ ...wish, usual: false }, 'yes')]).toEqual(['asks', 'nothing', 'nothing', 'asks']);
  expect(ownOf({ no_logo: 'yes', gift_note: '', voucher: 'no' })).toEqual({ no_logo: true, voucher: false });
});

test('another supplier is chosen with its reasons and difference, and the toast takes it back', async () => {
  answers.set(`GET ${ORDER}/sources`, () => ({ items: [source()] }));
  answers.set(`POST ${ORDER}/sources`, () => ({ purchase_ids: ['p2'], before: [{ line_id: 'l1', offer_id: 'f1' }] }));
  await open('/orders/o1');
  await press('Buy at supplier \u2026');
  const other = await screen.findByRole('radio', { name: /^Weaver/ }, SLOW);
  expect(other.closest('li')?.textContent).toMatch(/0\.90.*more.*3 days sooner/);
  await there(/It has none\. You can choose it all the same/);
  expect((await screen.findByRole('button', { name: 'Buy there' })).hasAttribute('disabled')).toBe(true);
  fireEvent.click(other);
  await press('Buy there');
  await waitFor(() => expect(sent).toEqual([{ method: 'POST', path: `${ORDER}/sources`, body: { picks: [{ line_id: 'l1', offer_id: 'f2' }] } }]));
  await waitFor(() => expect(toasts.get()[0]?.act?.label).toBe('Undo'));
  await act(async () => toasts.get()[0]?.act?.run());
  await waitFor(() => expect(sent[1]?.body).toEqual({ picks: [{ line_id: 'l1', offer_id: 'f1' }] }));
});

test('how one order is sent is said with what its supplier can do, and once it has left it is said why not', async () => {
  answers.set(`GET ${PURCHASE}/wishes`, () => wishes());
  answers.set(`PUT ${PURCHASE}/wishes`, () => wishes({ own: { no_logo: true } }));
  await open('/orders/o1');
  await press('How it is sent');
  await there('memo only, unproven');
  await there('This supplier does not know it: the order asks you first.');
  fireEvent.change(await screen.findByLabelText('Packaging without logo'), { target: { value: 'yes' } });
  await there(/^It is written into the memo, which proves nothing/);
  await there('\u201CPlease pack it without any logo or brand.\u201D');
  await press('Say it so');
  await waitFor(() => expect(sent).toEqual([{ method: 'PUT', path: `${PURCHASE}/wishes`, body: { wishes: { no_logo: true } } }]));
  cleanup();
  answers.set(`GET ${PURCHASE}/wishes`, () => wishes({ sayable: false, why_not: 'Supplier order 5001-AAAA stands at the supplier already.', next_step: 'Ask the supplier.' }));
  await open('/orders/o1?wishes=p1');
  await there(/stands at the supplier already/);
  expect(screen.queryByRole('button', { name: 'Say it so' })).toBeNull();
});

test('the panel leads to a dispute while there is time, and whoever may not buy has no button', async () => {
  const by = new Date(Date.now() + 86_400_000).toISOString();
  const placed = { ...supplied, state: 'sent' };
  answers.set('GET /api/purchasing/orders', () => ({ items: [placed], next_cursor: null }));
  answers.set(`GET ${PURCHASE}`, () => ({ ...placed, disputes: 'by_call', dispute_by: by, lines: [{ order_line_id: 'l1', quantity: 2, title: 'Lamp' }] }));
  await open('/orders/o1');
  const link = await screen.findByRole('link', { name: 'Open a dispute' }, SLOW);
  expect(link.getAttribute('href')).toBe('/purchasing/orders/p1?new=dispute');
  expect(within(link.closest('small') ?? link).getByText(/until/)).toBeTruthy();
  cleanup();
  await open('/orders/o1', ['orders.order.read', 'purchasing.order.read']);
  await there('5001-AAAA');
  expect([screen.queryByRole('button', { name: /^Buy at supplier/ }), screen.queryByRole('link', { name: 'Open a dispute' })]).toEqual([null, null]);
});
