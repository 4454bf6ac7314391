import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import LettersScreen from './LettersScreen.tsx';
import StopScreen from './StopScreen.tsx';
import { text } from './text.ts';

const RIGHTS = ['letters.setting.read', 'letters.setting.write', 'letters.template.read', 'letters.template.write', 'connections.account.read', 'orders.customer.read'];
const SLOW = { timeout: 5_000 };
const STAGES = ['taken', 'sent', 'arriving', 'pickup', 'delivered', 'late', 'problem', 'returned'];

type Sent = { method: string; path: string; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, (body: Record<string, unknown>) => unknown>();

const setting = (more: object = {}) => ({ teller: null, stages: null, language: null, reply_to: null, version: 0, ...more });
const settings = (more: object = {}) => ({ usual: setting(), shops: [], stages: STAGES, stopped: 0, ...more });
const ours = () => settings({ usual: setting({ teller: 'us', reply_to: 'us@shop.example', version: 3 }) });
const words = (more: object = {}) => ({ stage: 'sent', language: 'en', subject: 'Your order {order}', text: 'Hello {name}', version: 0, ...more });

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  answers.set('GET /api/letters/settings', () => settings());
  answers.set('GET /api/letters/templates', () => ({ items: [words()], fields: ['order', 'name'] }));
  answers.set('GET /api/connections/accounts', () => ({ items: [{ id: 's1', name: 'Lampen', platform: 'woocommerce', state: 'active', fault: null }, { id: 's2', name: 'Factory', platform: 'cj', state: 'active', fault: null }], next_cursor: null }));
  answers.set('GET /api/connections/platforms', () => ({ items: [{ name: 'woocommerce', powers: [{ kind: 'orders', does: 'read' }] }, { name: 'cj', powers: [{ kind: 'purchases', does: 'read' }] }] }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {};
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
  const paths = { '/settings/letters': LettersScreen, '/letters/stop': StopScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const router = createRouter({ routeTree: root.addChildren(routes), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}

const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));
const told = (path: string) => sent.filter((one) => one.path === path).map(({ body }) => body);

test('who tells is kept at once, for all shops and for one, with the version that was seen', async () => {
  answers.set('PUT /api/letters/settings', () => settings({ usual: setting({ teller: 'us', version: 1 }) }));
  answers.set('PUT /api/letters/settings/s1', () => settings());
  await open('/settings/letters');
  fireEvent.change(await screen.findByLabelText(text.teller, {}, SLOW), { target: { value: 'us' } });
  await waitFor(() => expect(told('/api/letters/settings')).toEqual([{ teller: 'us', stages: null, language: null, reply_to: null, version: 0 }]));
  fireEvent.change(await screen.findByLabelText(text.tellerOf('Lampen'), {}, SLOW), { target: { value: 'shop' } });
  await waitFor(() => expect(told('/api/letters/settings/s1')).toEqual([{ teller: 'shop', stages: null, language: null, reply_to: null, version: 0 }]));
});

test('where answers go is kept when one leaves the field, for all shops and for one that we tell of', async () => {
  for (const name of ['GET /api/letters/settings', 'PUT /api/letters/settings', 'PUT /api/letters/settings/s1']) answers.set(name, ours);
  await open('/settings/letters');
  const own = await screen.findByLabelText(text.replyToOf('Lampen'), {}, SLOW);
  expect(own.getAttribute('placeholder')).toBe('us@shop.example');
  fireEvent.change(own, { target: { value: ' lamps@shop.example' } });
  fireEvent.blur(own);
  await waitFor(() => expect(told('/api/letters/settings/s1')).toMatchObject([{ reply_to: 'lamps@shop.example', version: 0 }]));
  const usual = await screen.findByLabelText(text.replyTo, {}, SLOW);
  fireEvent.blur(usual);
  expect(told('/api/letters/settings')).toEqual([]);
  fireEvent.change(usual, { target: { value: '' } });
  fireEvent.blur(usual);
  await waitFor(() => expect(told('/api/letters/settings')).toMatchObject([{ teller: 'us', reply_to: null, version: 3 }]));
});

test('suppliers have no buyers, so they are not asked about', async () => {
  await open('/settings/letters');
  await screen.findByText('Lampen', {}, SLOW);
  await waitFor(() => expect(screen.queryByText('Factory')).toBeNull());
});

test('a stage that is unticked is told no more', async () => {
  answers.set('PUT /api/letters/settings', () => settings());
  await open('/settings/letters');
  const stages = within(await screen.findByRole('group', { name: text.of }, SLOW));
  fireEvent.click(stages.getByLabelText(text.stages.late));
  await waitFor(() => expect(told('/api/letters/settings')).toEqual([{ teller: 'shop', stages: STAGES.filter((one) => one !== 'late'), language: null, reply_to: null, version: 0 }]));
});

test('what is typed is shown with a real order before it is kept', async () => {
  answers.set('POST /api/orders/letters/preview', () => ({ order_id: 'o1', order: '5001', subject: 'For 5001', text: 'Dear Eve', html: '' }));
  await open('/settings/letters');
  fireEvent.change(await screen.findByLabelText(text.subject, {}, SLOW), { target: { value: 'For {order}' } });
  await press(text.preview);
  await screen.findByText('Dear Eve', {}, SLOW);
  expect(told('/api/orders/letters/preview')).toEqual([{ stage: 'sent', language: 'en', subject: 'For {order}', text: 'Hello {name}' }]);
});

test('who may not change anything sees how it is', async () => {
  await open('/settings/letters', RIGHTS.filter((one) => !one.endsWith('write')));
  expect((await screen.findByLabelText(text.teller, {}, SLOW) as HTMLSelectElement).disabled).toBe(true);
  expect((screen.getByLabelText(text.subject) as HTMLInputElement).disabled).toBe(true);
});

test('a buyer stops letters by a button and not by opening the page', async () => {
  answers.set('POST /api/letters/stops/look', () => ({ sender: 'Lampenladen', stopped: false }));
  answers.set('POST /api/letters/stops', ({ stopped }) => ({ sender: 'Lampenladen', stopped }));
  await open('/letters/stop#token', []);
  await screen.findByText(text.stopLead('Lampenladen'), {}, SLOW);
  expect(told('/api/letters/stops')).toEqual([]);
  await press(text.stop);
  await screen.findByText(text.stopDone, {}, SLOW);
  await press(text.resume);
  await waitFor(() => expect(told('/api/letters/stops')).toEqual([{ token: 'token', stopped: true }, { token: 'token', stopped: false }]));
});

test('a link that is not whole says so', async () => {
  await open('/letters/stop', []);
  await screen.findByText(text.broken, {}, SLOW);
  expect(sent).toEqual([]);
});
