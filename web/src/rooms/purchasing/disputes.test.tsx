import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import BoardScreen from './BoardScreen.tsx';
import type { Dispute, Disputes, Terms } from './disputeApi.ts';
import { countedOf, countOf, withdrawable } from './disputeModel.ts';
import { asked } from './model.ts';
import PurchaseScreen from './PurchaseScreen.tsx';
import { AT, purchase, supplier, whole } from './sample.ts';

const RIGHTS = ['purchasing.order.read', 'purchasing.order.write', 'purchasing.supplier.read', 'changes.set.read'];
const SLOW = { timeout: 5_000 };
const TOP = '/api/purchasing';

const dispute = (more: Partial<Dispute> = {}): Dispute => ({
  id: 'd1', number: '1001-7K2M9QWE-D1', state: 'open', state_since: AT, reason: 'Damaged products', wants: 'refund', refund_to: 'balance', currency: 'USD', amount_minor: 1_250, lines: [{ line_id: '7', title: 'Brass lamp', quantity: 1 }], set_id: 'c1', end_set_id: null, remote_id: 'DS1', word: 'IN_PROGRESS', decided_minor: null, resend_id: '', why: '', made_at: AT, ...more,
});
const shown = (more: Partial<Disputes> = {}): Disputes => ({ number: '1001-7K2M9QWE', account: 'CJ of ours', how: 'by_call', last_day: '2026-12-20T00:00:00Z', cannot: null, why_not: '', next_step: '', items: [], ...more });
const terms = (more: Partial<Terms> = {}): Terms => ({
  currency: 'USD', lines: [{ line_id: '7', title: 'Brass lamp', sku: 'BL-77', quantity: 2, chosen: 2, price_minor: 990 }], most_minor: 2_240, most_goods_minor: 1_980, most_freight_minor: 260, wants: ['refund', 'reissue'], reasons: [{ id: '2', name: 'Damaged products' }], before: 0, ...more,
});

type Sent = { method: string; path: string; body: unknown };
const sent: Sent[] = [];
const reads: string[] = [];
const answers = new Map<string, () => unknown>();

beforeEach(() => {
  sent.length = 0;
  reads.length = 0;
  answers.clear();
  answers.set(`GET ${TOP}/orders/p1`, () => whole({ state: 'sent', remote_id: '817' }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    if (method === 'GET') reads.push(path);
    else sent.push({ method, path: plain, body: init.body ? JSON.parse(String(init.body)) : {} });
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
  const paths = { '/purchasing': BoardScreen, '/purchasing/orders/$id': PurchaseScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const router = createRouter({ routeTree: root.addChildren(routes), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}
const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));
const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('pieces are counted up to what was ordered, and one that is decided is not taken back', () => {
  expect([countOf('2', 2), countOf('3', 2), countOf('-1', 2), countOf('', 2), countOf('0', 2)]).toEqual([2, null, null, null, 0]);
  expect(countedOf(terms().lines, { '7': '1' })).toEqual([{ line_id: '7', quantity: 1 }]);
  expect([countedOf(terms().lines, { '7': '0' }), countedOf(terms().lines, { '7': 'x' })]).toEqual([[], null]);
  expect([dispute(), dispute({ state: 'opening' }), dispute({ state: 'rejected' }), dispute({ end_set_id: 'c2' })].map(withdrawable)).toEqual([true, true, false, false]);
});

test('a dispute is opened for chosen pieces at most for what the supplier says, after its last day was read', async () => {
  answers.set(`GET ${TOP}/orders/p1/disputes`, () => shown());
  answers.set(`POST ${TOP}/orders/p1/disputes/terms`, () => terms());
  answers.set(`POST ${TOP}/orders/p1/disputes`, () => dispute({ state: 'opening' }));
  await open('/purchasing/orders/p1');
  await there(/Can be opened until/);
  await press('Open a dispute \u2026');
  await there(/Can come back at most/);
  type('Pieces of Brass lamp', '1');
  type(/^Reason/, '2');
  type(/^What is wrong/, ' It came broken. ');
  const go = await screen.findByRole('button', { name: 'Open the dispute' });
  await waitFor(() => expect(go.hasAttribute('disabled')).toBe(false));
  fireEvent.click(go);
  const path = `${TOP}/orders/p1/disputes`;
  await waitFor(() => expect(sent.filter((one) => one.path === path).map(({ body }) => body)).toEqual([{ lines: [{ line_id: '7', quantity: 1 }], reason: '2', wants: 'refund', refund_to: 'balance', note: 'It came broken.' }]));
  expect(sent.filter((one) => one.path === `${path}/terms`).map(({ body }) => body)).toContainEqual({ lines: [{ line_id: '7', quantity: 1 }] });
  await waitFor(() => expect(toasts.get()[0]?.act?.label).toBe('See the change'));
});

test('an open one is taken back by one press, and where no call opens one it is said where to', async () => {
  answers.set(`GET ${TOP}/orders/p1/disputes`, () => shown({ cannot: 'live', items: [dispute()] }));
  answers.set(`POST ${TOP}/disputes/d1/withdraw`, () => dispute({ end_set_id: 'c2' }));
  await open('/purchasing/orders/p1');
  await there('Damaged products');
  expect(screen.queryByRole('button', { name: /^Open a dispute/ })).toBeNull();
  await press('Withdraw it');
  await waitFor(() => expect(sent.map((one) => one.path)).toEqual([`${TOP}/disputes/d1/withdraw`]));
  cleanup();
  answers.set(`GET ${TOP}/orders/p1/disputes`, () => shown({ how: 'by_site', cannot: 'by_site', last_day: null }));
  await open('/purchasing/orders/p1');
  await there(/offers no call for disputes/);
  await there(/Its last day is not known/);
  expect(screen.queryByRole('button', { name: /^Open a dispute/ })).toBeNull();
});

test('a search goes to the server with the supplier and the states, and the board asks for one supplier', async () => {
  expect(asked({ search: 'LP001', supplier: 's1', state: 'sent' })).toEqual({ search: 'LP001', supplier: 's1', state: ['sent'] });
  expect(asked({ late: '1', supplier: 's1' })).toEqual({ late: true, supplier: 's1' });
  answers.set(`GET ${TOP}/orders/board`, () => ({ late: 0, columns: [{ state: 'sent', count: 1, items: [purchase({ state: 'sent', costs_hidden: true, total_minor: null })] }] }));
  answers.set(`GET ${TOP}/suppliers`, () => ({ items: [supplier(), supplier({ id: 's2', name: 'Weaver' })], next_cursor: null }));
  await open('/purchasing');
  await there('Not shown');
  fireEvent.change(await screen.findByLabelText('Supplier', {}, SLOW), { target: { value: 's2' } });
  await waitFor(() => expect(reads.some((path) => path.includes('/board?') && path.includes('supplier=s2'))).toBe(true));
});
