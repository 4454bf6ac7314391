import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { toasts } from '../../lib/toasts.ts';
import { Look } from '../../ui/Look.tsx';
import type { Topic, Trend } from './shapes.ts';
import { addressOf, lineOf, lineWords, partWords } from './trendModel.ts';
import TrendsScreen from './TrendsScreen.tsx';

const SLOW = { timeout: 5_000 };
const TOP = '/api/purchasing';
const AT = '2026-11-20T01:12:04Z';
const MAY = ['purchasing.topic.read', 'purchasing.topic.write', 'purchasing.offer.read'];
const ACCOUNT = { id: 'a1', name: 'AliExpress of ours', platform: 'aliexpress' };

const topic = (more: Partial<Topic> = {}): Topic => ({
  id: 't1', account_id: 'a1', by: 'words', words: 'table lamp', category_id: '', feed: '', country: 'ID', currency: 'USD', pages: 3, state: 'active', due_at: '2026-11-21T01:12:00Z', first_on: '2026-11-12', read_on: '2026-11-20', read_at: AT,
  products: 60, standings: { rising: 4 }, said_code: '', said: '', version: 2, ...more,
});
const day = (at: number, sold: number | null, more: Partial<Trend['course'][number]> = {}) => ({ day: `2026-11-${10 + at}`, rank: 9 - at, sold, at_least: false, price_minor: 990, ...more });
const trend = (more: Partial<Trend> = {}): Trend => ({
  topic_id: 't1', topic: 'table lamp', account_id: 'a1', product_id: '1005', title: 'Brass table lamp', image_url: null, url: 'https://www.aliexpress.com/item/1005.html', rank: 3, currency: 'USD', price_minor: 990, sold: 812, at_least: false, liked: '94.0',
  first_on: '2026-11-12', last_on: '2026-11-20', standing: 'rising', points: '61.20', per_day: 12.5, before_per_day: 4, needs_days: 0, notes: ['reset'], course: [day(0, 700), day(1, 740), day(3, 812)], variant_id: 'v1', sku: 'L-1', our_title: 'Brass lamp',
  parts: [{ part: 'faster', now: 12.5, before: 4, share: 0.4857, points: '17.00', points_max: '35' }], ...more,
});

const sent: { method: string; path: string; body: unknown }[] = [];
const answers = new Map<string, unknown>();

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  sent.length = 0;
  answers.clear();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    if (method !== 'GET') sent.push({ method, path: plain, body: init.body ? JSON.parse(String(init.body)) : {} });
    const found = answers.get(`${method} ${plain}`);
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

async function open({ items = [topic()], accounts = [ACCOUNT], rows = [trend()], permissions = MAY } = {}) {
  answers.set(`GET ${TOP}/topics`, { items, accounts, topics_max: 20, days_least: 3, keep_days: 180 });
  answers.set(`GET ${TOP}/trends`, { items: rows, next_cursor: null });
  answers.set(`GET ${TOP}/topics/proposals`, { items: [{ words: 'Brass lamp', why: 'best_seller', pieces: 41, of: 'Brass lamp X' }] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/purchasing/trends', component: TrendsScreen });
  const router = createRouter({ routeTree: root.addChildren([route]), history: createMemoryHistory({ initialEntries: ['/purchasing/trends'] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}

const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));

test('what rises is listed with its course, its mark and the arithmetic of its points', async () => {
  await open();
  const row = await screen.findByRole('row', { name: /Brass table lamp/ }, SLOW);
  expect(row.textContent).toContain('61.2');
  expect(within(row).getAllByText('You sell it').length).toBeGreaterThan(0);
  within(row).getByRole('img', { name: 'Sold in all: from 700 to 812 in 3 days' });
  await there('4 rising');
});

test('where nothing is connected it says how to connect and what the platform must grant', async () => {
  await open({ items: [], accounts: [] });
  await there('Connect AliExpress to see what sells there');
  await there(/permission Drop Shipping/);
  expect(screen.queryByRole('button', { name: 'Watch a topic' })).toBeNull();
});

test('a proposal fills in words, and only a press of the button watches them', async () => {
  await open({ items: [] });
  answers.set(`POST ${TOP}/topics`, topic());
  await there('Nothing is watched yet');
  fireEvent.click((await screen.findAllByRole('button', { name: 'Watch a topic' }, SLOW))[0] as HTMLElement);
  await press('Brass lamp');
  expect(sent).toEqual([]);
  await press('Watch it');
  await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ account_id: 'a1', by: 'words', words: 'Brass lamp', category_id: '', feed: '', country: 'ID', currency: 'USD', pages: 3 }]));
});

test('a topic that cannot be read says why, and whoever may only look changes nothing', async () => {
  const said = 'AliExpress does not allow this to the account.';
  await open({ items: [topic({ said_code: 'denied', said })] });
  await there(new RegExp(said));
  answers.set(`POST ${TOP}/topics/t1/read`, topic());
  await press('Read now');
  await waitFor(() => expect(sent.map(({ path }) => path)).toEqual([`${TOP}/topics/t1/read`]));
  cleanup();
  await open({ permissions: ['purchasing.topic.read'] });
  await there('4 rising');
  expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
});

test('where the platform rounds, the line is of the place in its list', () => {
  const course = [day(0, 1000, { at_least: true }), day(1, 1000, { at_least: true })];
  expect(lineOf(trend({ course }))).toMatchObject({ what: 'rank', first: 9, last: 8, days: 1 });
  expect(lineWords(lineOf(trend({ course })) as never)).toBe('Place in the list: from 9 to 8 in 1 days');
  expect(lineOf(trend({ course: [day(0, 5)] }))).toBeNull();
  expect(lineOf(trend({ course: [day(0, 5), day(1, 5)] }))?.points).toHaveLength(2);
});

test('a step says what was counted, and an address is one that a browser may open', () => {
  const [part] = trend().parts;
  expect(partWords(part as never, 'USD')).toBe('12.5 sold a day lately, 4.0 before');
  expect(partWords({ ...part, part: 'fresh', now: null, before: null } as never, 'USD')).toBe('it was in the list before');
  expect(addressOf(trend({ url: 'javascript:alert(1)' }))).toBeNull();
  expect(addressOf(trend())).toBe('https://www.aliexpress.com/item/1005.html');
});
