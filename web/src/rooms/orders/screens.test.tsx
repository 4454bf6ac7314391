import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import CustomerScreen from './CustomerScreen.tsx';
import ExceptionsScreen from './ExceptionsScreen.tsx';
import OrderScreen from './OrderScreen.tsx';
import OrdersScreen from './OrdersScreen.tsx';
import { AT, line, order, trouble, whole } from './sample.ts';

const RIGHTS = ['orders.order.read', 'orders.order.write', 'orders.exception.read', 'orders.exception.write', 'orders.customer.read', 'orders.customer.write'];
const SLOW = { timeout: 5_000 };
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
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    const body = init.body ? (init.body instanceof Blob ? { query: path.split('?')[1] } : (JSON.parse(String(init.body)) as Record<string, unknown>)) : {};
    if (method !== 'GET') sent.push({ method, path: plain, body });
    const found = answers.get(`${method} ${plain}`)?.(body);
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
  const paths = { '/orders': OrdersScreen, '/orders/exceptions': ExceptionsScreen, '/orders/customers/$id': CustomerScreen, '/orders/$id': OrderScreen };
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
const told = (path: string) => sent.filter((one) => one.path === path).map(({ body }) => body);
const ORDER = '/api/orders/orders/o1';

test('a held order says why it waits, goes on by the one large button, and is held again from the toast', async () => {
  answers.set(`GET ${ORDER}`, () => whole({ held_why: 'The buyer asked.', order: order({ held: true }) }));
  answers.set(`POST ${ORDER}/release`, () => whole());
  answers.set(`POST ${ORDER}/hold`, () => whole({ held_why: 'The buyer asked.' }));
  await open('/orders/o1');
  const next = within(await screen.findByRole('region', { name: 'Next action' }, SLOW));
  next.getByText('The buyer asked.');
  await press('Let it go on');
  await there('Pack it and send it');
  await waitFor(() => expect(toasts.get()[0]?.act?.label).toBe('Undo'));
  await act(async () => toasts.get()[0]?.act?.run());
  await waitFor(() => expect(told(`${ORDER}/hold`)).toEqual([{ why: 'The buyer asked.' }]));
});

test('a parcel of a supplier says which one sends it, and the timeline what became of it there', async () => {
  const parcel = { id: 'b1', remote_id: null, made_by: 'supplier', state: 'shipped', carrier: 'YunExpress', tracking_number: 'LP001', tracking_url: '', shipped_at: null, told: 'proven' as const, told_why: '', supplier: 'Lamp factory' };
  const ordered = { at: '2026-11-20T14:03:05Z', name: 'orders.supplied.ordered', sentence: '', told: { supplier: 'Lamp factory', purchase: '1001-7K2M' } };
  answers.set(`GET ${ORDER}`, () => whole({ parcels: [parcel], timeline: [ordered] }));
  await open('/orders/o1');
  await there('Sent by Lamp factory');
  await there('Ordered at Lamp factory: 1001-7K2M');
  expect(screen.queryByText('Sent by us')).toBeNull();
});

test('only what is here goes into a parcel, and no more than is left', async () => {
  answers.set(`GET ${ORDER}`, () => whole({ lines: [line(), line({ id: 'l2', title: 'Rug', sku: 'R-1', quantity: 5, held: 1, short: 4 })] }));
  answers.set(`POST ${ORDER}/parcels`, () => whole({ order: order({ state: 'processing' }) }));
  await open('/orders/o1?new=parcel');
  await screen.findByLabelText('Pieces of Rug', {}, SLOW);
  type('Pieces of Rug', '2');
  type('Pieces of Lamp', '1');
  type('Tracking number', ' JJD1 ');
  await press('Send 3 pieces');
  await there('0 to 1');
  expect(sent).toEqual([]);
  type('Pieces of Rug', '0');
  await press('Send 1 piece');
  await waitFor(() => expect(told(`${ORDER}/parcels`)).toEqual([{ lines: [{ line_id: 'l1', count: 1 }], carrier: '', tracking_number: 'JJD1', tracking_url: '', notify: true }]));
});

test('who bought is shown to whoever may see it, email and telephone when asked for', async () => {
  const { sums } = whole();
  answers.set(`GET ${ORDER}`, () => whole({ sums: { ...sums, tip: 150, total: 2_930, gift_card: 1_000 }, buyer_sums: { ...sums, currency: 'USD', tip: 165, total: 3_223, gift_card: 1_100 } }));
  await open('/orders/o1');
  await there('Eve Baker');
  expect(['Tip', 'Paid by gift card', 'Total'].map((name) => screen.getByRole('row', { name: new RegExp(`^${name}`) }).textContent)).toEqual(['Tip1.501.65', 'Paid by gift card10.0011.00', 'Total29.3032.23']);
  expect(screen.queryByText('eve@example.com')).toBeNull();
  await press('Show');
  await there('eve@example.com');
  cleanup();
  answers.set(`GET ${ORDER}`, () => whole({ person: null, hidden: true }));
  await open('/orders/o1', ['orders.order.read']);
  await there('Who bought is not shown to your role.');
  expect(screen.queryByRole('button', { name: 'Send a parcel' })).toBeNull();
});

test('the tax number of a buyer is given where somebody may, and sent trimmed', async () => {
  const brazil = { first_name: 'Bea', last_name: 'Souza', company: null, line_1: 'Rua A 1', line_2: null, city: 'Sao Paulo', region: 'SP', postcode: '01310', country: 'BR', phone: null, tax_number: null };
  const withNumber = (number: string | null) => whole({ person: { name: 'Bea Souza', email: '', phone: '', billing: null, shipping: { ...brazil, tax_number: number }, note: '' } });
  answers.set(`GET ${ORDER}`, () => withNumber(null));
  answers.set(`POST ${ORDER}/customs`, () => withNumber('123.456.789-09'));
  await open('/orders/o1');
  await press('Give the tax number of the buyer');
  type('Tax number of the buyer', ' 123.456.789-09 ');
  await press('Keep');
  await waitFor(() => expect(told(`${ORDER}/customs`)).toEqual([{ number: '123.456.789-09' }]));
  await screen.findByText('123.456.789-09');
});

test('holding many shows each order before and after, and leaves alone what is held', async () => {
  answers.set('GET /api/orders/orders', () => some(order(), order({ id: 'o2', number: '5002', held: true })));
  answers.set(`POST ${ORDER}/hold`, () => whole({ held_why: 'Recount.' }));
  await open('/orders?sel=o1&sel=o2');
  await press('Hold');
  await there('Say what they wait for.');
  type('Why they wait', 'Recount.');
  await there('1 order is like that already and left alone');
  expect(sent).toEqual([]);
  await press('Hold 1 order');
  await waitFor(() => expect(sent).toEqual([{ method: 'POST', path: `${ORDER}/hold`, body: { why: 'Recount.' } }]));
});

test('everything that a filter reaches is counted first and then done batch by batch', async () => {
  const parts = [{ changed: 1_000, next_cursor: 'c1' }, { changed: 7, next_cursor: null }];
  answers.set('GET /api/orders/orders', () => some(order()));
  answers.set('POST /api/orders/orders/bulk', (body) => ({ count: 1_007, sample: [order()], changed: 0, next_cursor: null, ...(body.preview ? {} : parts.shift()) }));
  await open('/orders?tag=gift&sel=all&not=o9');
  await press('Add a tag');
  await there('The filter reaches 1,007 orders.');
  await there('The newest of them: 5001');
  type('Tag', 'later');
  await press('Tag 1,007 orders');
  await waitFor(() => expect(told('/api/orders/orders/bulk')).toHaveLength(3));
  const asked = { verb: 'tag', filter: { state: [], tag: 'gift' }, but: ['o9'] };
  expect(told('/api/orders/orders/bulk')).toEqual([{ ...asked, words: '', preview: true, cursor: null }, { ...asked, words: 'later', preview: false, cursor: null }, { ...asked, words: 'later', preview: false, cursor: 'c1' }]);
});

test('one answer to many exceptions says how many orders it touches before it is given', async () => {
  answers.set('GET /api/orders/exceptions', () => some(trouble(), trouble({ id: 't2', kind: 'loss' }), trouble({ id: 't3', kind: 'unreadable', order_id: null, remote_id: '5009' })));
  answers.set('GET /api/orders/exceptions/counts', () => ({ counts: { no_stock: 1, loss: 1, unreadable: 1 } }));
  answers.set('POST /api/orders/exceptions/bulk', () => ({ count: 3 }));
  await open('/orders/exceptions?sel=t1&sel=t2&sel=t3');
  await press('Hold orders');
  await there('3 exceptions of 2 orders');
  await there(/1 exception has no order yet/);
  await press('Hold orders of 3');
  await waitFor(() => expect(told('/api/orders/exceptions/bulk')).toMatchObject([{ ids: ['t1', 't2', 't3'], answer: 'hold' }]));
});

test('a file of tracking numbers is seen before it is sent, and rows that cannot go are left out on request', async () => {
  const parcel = { rows: [2], order: '5001', order_id: 'o1', account_id: 's1', carrier: 'DHL', tracking_number: 'JJD1', fate: 'send', parts: [{ title: 'Lamp', sku: 'L-1', count: 2 }], complete: true, findings: [] };
  const wrong = { ...parcel, rows: [3], order: '9999', fate: 'refused', parts: [], findings: [{ row: 3, code: 'unknown_order', field: 'order', sentence: 'There is no order 9999 here.', next_step: 'Write its number.' }] };
  answers.set('GET /api/orders/orders', () => some(order()));
  answers.set('POST /api/orders/files/parcels', () => ({ written: false, count: 2, sent: 1, same: 0, refused: 1, parcels: [wrong, parcel] }));
  await open('/orders');
  await press('Tracking file');
  const drop = await screen.findByRole('group', { name: 'CSV or XLSX file' }, SLOW);
  fireEvent.change(drop.querySelector('input[type=file]') ?? drop, { target: { files: [new File(['order,tracking'], 'a.csv')] } });
  await press('See what it does');
  await there(/There is no order 9999 here/);
  await there('2 × Lamp');
  expect((await screen.findByRole('button', { name: 'Send 1 parcel' })).hasAttribute('disabled')).toBe(true);
  fireEvent.click(screen.getByLabelText('Leave these out and send the others'));
  await press('Send 1 parcel');
  await waitFor(() => expect(told('/api/orders/files/parcels')).toEqual([{ query: 'preview=true&leave=false' }, { query: 'preview=false&leave=true' }]));
});

test('a customer is erased only after the name was typed', async () => {
  const customer = { id: 'c1', account_id: 's1', remote_id: '12', country: 'DE', seen_at: AT, erased: false, person: whole().person, orders: 1, others: [] };
  answers.set('GET /api/orders/customers/c1', () => customer);
  answers.set('GET /api/orders/customers', () => some(customer, { ...customer, id: 'c2', remote_id: '99', person: null }));
  answers.set('GET /api/orders/orders', () => some(order()));
  answers.set('POST /api/orders/customers/c1/erase', () => ({ ...customer, erased: true, person: null }));
  await open('/orders/customers/c1');
  expect((await screen.findByRole('link', { name: 'Customer 99' }, SLOW)).getAttribute('href')).toBe('/orders/customers/c2');
  await press('Erase');
  fireEvent.click(await screen.findByRole('button', { name: 'Erase for good' }));
  expect(sent).toEqual([]);
  type('Type Eve Baker to go on', 'Eve Baker');
  await press('Erase for good');
  await there('Who this was is erased. What was bought and paid stays.');
});
