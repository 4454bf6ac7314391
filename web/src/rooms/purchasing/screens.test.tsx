import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import BoardScreen from './BoardScreen.tsx';
import LooksScreen from './LooksScreen.tsx';
import PurchaseScreen from './PurchaseScreen.tsx';
import PurchasesScreen from './PurchasesScreen.tsx';
import { AT, lookDay, purchase, supplier, whole } from './sample.ts';
import SupplierScreen from './SupplierScreen.tsx';

const RIGHTS = ['purchasing.order.read', 'purchasing.order.write', 'purchasing.supplier.read', 'purchasing.supplier.write', 'changes.set.read', 'orders.order.read'];
const SLOW = { timeout: 5_000 };
const TOP = '/api/purchasing';

type Sent = { method: string; path: string; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, () => unknown>();

beforeEach(() => {
  // Nothing has a size here, and a list draws what is in sight.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  sent.length = 0;
  answers.clear();
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
  vi.restoreAllMocks();
});

async function open(path: string, permissions = RIGHTS) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const paths = { '/purchasing': BoardScreen, '/purchasing/orders': PurchasesScreen, '/purchasing/orders/$id': PurchaseScreen, '/purchasing/suppliers/$id': SupplierScreen, '/purchasing/looks': LooksScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const router = createRouter({ routeTree: root.addChildren(routes), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}

const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));

test('one that can still be stopped shows its clock, its quote against what was expected, and is placed by one press', async () => {
  answers.set(`GET ${TOP}/orders/p1`, () => whole({ due_at: new Date(Date.now() + 300_000).toISOString(), made_at: new Date(Date.now() - 300_000).toISOString() }));
  answers.set(`POST ${TOP}/orders/act`, () => ({ count: 1, set_id: null }));
  await open('/purchasing/orders/p1');
  const next = within(await screen.findByRole('region', { name: 'Next action' }, SLOW));
  next.getByText(/^Places itself at/);
  next.getByRole('img', { name: /^[45]:\d\d left$/ });
  expect(screen.getByRole('row', { name: /^Brass lamp/ }).textContent).toContain('9.00USD');
  await there('memo only, unproven');
  await press('Place now');
  await waitFor(() => expect(sent).toEqual([{ method: 'POST', path: `${TOP}/orders/act`, body: { act: 'place_now', ids: ['p1'] } }]));
  expect(toasts.get()[0]?.words).toBe('It is placed now');
});

test('what nobody can say yes to is not offered a yes, and whoever may only look has no buttons', async () => {
  answers.set(`GET ${TOP}/orders/p1`, () => whole({ state: 'asking', findings: [{ code: 'no_stock', title: 'Brass lamp', wanted: 3, there: 1 }] }));
  await open('/purchasing/orders/p1');
  await there('Of \u201CBrass lamp\u201D 3 are wanted, and the supplier has 1.');
  await screen.findByRole('button', { name: 'Quote again' });
  expect(screen.queryByRole('button', { name: 'Say yes' })).toBeNull();
  cleanup();
  await open('/purchasing/orders/p1', ['purchasing.order.read']);
  await there('It wants a person');
  expect(screen.queryByRole('button', { name: 'Quote again' })).toBeNull();
});

test('many are paid after a look at each of them, and the change is a press away', async () => {
  answers.set(`GET ${TOP}/orders`, () => ({ items: [purchase({ state: 'unpaid', remote_id: '817' }), purchase({ id: 'p2', number: '1002-AAAA', state: 'sent' })], next_cursor: null }));
  answers.set(`GET ${TOP}/suppliers`, () => ({ items: [supplier()], next_cursor: null }));
  answers.set(`POST ${TOP}/orders/act`, () => ({ count: 1, set_id: 'c9' }));
  await open('/purchasing/orders?sel=p1&sel=p2');
  await press('Pay');
  await there(/1 supplier order stays as it is/);
  expect(sent).toEqual([]);
  await press('Pay 1 supplier order');
  await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ act: 'pay', ids: ['p1'] }]));
  await waitFor(() => expect(toasts.get()[0]?.act?.label).toBe('See the change'));
});

test('what only a memo tells is accepted once for a supplier, after it was said what that means', async () => {
  answers.set(`GET ${TOP}/suppliers/s1`, () => supplier());
  answers.set(`GET ${TOP}/defaults`, () => ({ wishes: { no_logo: true }, gift_note: '', version: 1 }));
  answers.set(`PUT ${TOP}/suppliers/s1/accepted`, () => supplier({ accepted: ['no_logo'], accepted_at: AT, version: 4 }));
  await open('/purchasing/suppliers/s1');
  await press('Accept it once');
  await there(/nothing proves that it was done/);
  expect(sent).toEqual([]);
  await press('Accept it');
  await waitFor(() => expect(sent).toEqual([{ method: 'PUT', path: `${TOP}/suppliers/s1/accepted`, body: { wishes: ['no_logo'] } }]));
});

test('what cannot be kept fresh is said with its reason, and the day is planned anew by one press', async () => {
  answers.set(`GET ${TOP}/looks`, () => ({ items: [lookDay()] }));
  answers.set(`POST ${TOP}/looks/plan`, () => ({ accounts: 1 }));
  await open('/purchasing/looks', ['purchasing.offer.read', 'purchasing.offer.write']);
  expect((await screen.findByRole('row', { name: /^Brass lamp/ }, SLOW)).textContent).toContain('prevents less loss than others');
  await there(/^With 2,000 points/);
  await press('Plan anew');
  await waitFor(() => expect(sent).toEqual([{ method: 'POST', path: `${TOP}/looks/plan`, body: {} }]));
});

test('what came to nothing is on the board for whoever asks for it', async () => {
  answers.set(`GET ${TOP}/orders/board`, () => ({ late: 0, columns: [{ state: 'quoted', count: 1, items: [purchase()] }, { state: 'refused', count: 2, items: [purchase({ id: 'p2', number: '1002-AAAAAAAA', state: 'refused' })] }] }));
  await open('/purchasing');
  await there('1001-7K2M9QWE');
  expect(screen.queryByText('1002-AAAAAAAA')).toBeNull();
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Also what came to nothing (2)' }, SLOW));
  await there('1002-AAAAAAAA');
});

test('what the buyer does not want any more is ended where the supplier lets us, else it says where', async () => {
  const [line] = whole().lines;
  const lines = line ? [{ ...line, quantity: 3, unwanted: 2 }] : [];
  answers.set(`GET ${TOP}/orders/p1`, () => whole({ state: 'unpaid', remote_id: '8', lines }));
  await open('/purchasing/orders/p1');
  await there('The buyer does not want 2 pieces of it any more');
  await screen.findByRole('button', { name: 'Cancel it' }, SLOW);
  expect(screen.getByRole('row', { name: /^Brass lamp/ }).textContent).toContain('2 not wanted any more');
  cleanup();
  answers.set(`GET ${TOP}/orders/p1`, () => whole({ state: 'placed', remote_id: '8', ends_now: 'by_site', lines }));
  await open('/purchasing/orders/p1');
  await there(/own site, or ask there for fewer pieces/);
  expect(screen.queryByRole('button', { name: 'Cancel it' })).toBeNull();
});
