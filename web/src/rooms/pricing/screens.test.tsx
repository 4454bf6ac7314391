import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import RuleScreen from './RuleScreen.tsx';
import RulesScreen from './RulesScreen.tsx';
import TaxesScreen from './TaxesScreen.tsx';
import WhyScreen from './WhyScreen.tsx';

// There is no canvas here; what is drawn stands in the caption.
vi.mock('../../ui/chart/Drawing.tsx', () => ({ default: () => null }));

const RIGHTS = ['pricing.rule.read', 'pricing.rule.write', 'pricing.cost.read', 'pricing.floor.read', 'pricing.floor.write', 'pricing.rates.read', 'pricing.tax.read', 'pricing.tax.write'];
const RULE = {
  id: 'rule-1', name: 'Lamps', state: 'active', for_whom: 'Every offer.', words: ['landed cost', 'rounded up to .99'], person: 'Rani', changed_at: '2026-11-20T10:00:00Z', version: 3, spread_percent: '0',
  conditions: { accounts: [], markets: [], categories: [], brands: [], tags: [], cost: null },
  layers: { cost: { base: 'landed', or_supplier: false }, rounding: { step: '1', less: '0.01', way: 'up' } },
  band: null,
};
const OTHER = { ...RULE, id: 'rule-2', name: 'Chairs', state: 'paused' };
const QUOTE = {
  offer_id: 'offer-1', title: 'Brass lamp', currency: 'EUR', now_minor: 1290, price_minor: 1299, edge: null, margin: 2581, rules: ['Lamps'], findings: [],
  lines: [
    { layer: 'cost', currency: 'EUR', amount: '12.16', after: '12.16', words: 'Cost EUR 12.16 (landed)', told: { cost: 'EUR 12.16', base: 'landed', since: '2026-05-03' }, rule: 'Lamps' },
    { layer: 'rounding', currency: 'EUR', amount: '0.83', after: '12.99', words: 'rounded up to .99', told: { how: 'up', step: '1', less: '0.01' }, rule: 'Lamps' },
  ],
};
const EFFECT = {
  complete: true, offers: 218, fitting: 210, priced: 208, moved: 46, raised: 40, kept_by_band: 27, same: 135, at_floor: 2, at_ceiling: 0, no_price: 0, not_ours: 3, below_cost: 0, step_mean: 560,
  margin_before: 3450, margin_after: 3760, bounds: [-10, 0, 10], steps: [0, 0, 46, 0], findings: [{ code: 'no_cost', sentence: 'Lamp has no landed cost.', count: 2 }],
  samples: [{ offer_id: 'offer-1', account_id: 'shop-1', title: 'Brass lamp', currency: 'EUR', before_minor: 1290, after_minor: 1299, step: 70, edge: null, ours: true }],
  examples: [{ offer_id: 'offer-1', account_id: 'shop-1', title: 'Brass lamp' }],
};
const TAX = { id: null, place: 'DE', sort: 'standard', percent: '19', since: '2021-01-01', until: null, included: true, source: 'European Commission' };
const SLOW = { timeout: 5_000 };

type Sent = { method: string; path: string; version: string | null; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, () => unknown>();

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  answers.set('GET /api/pricing/rules', () => ({ rules: [RULE, OTHER], mode: 'first', said: 'The first.', band: { percent: '2', money: null }, version: 4 }));
  answers.set('GET /api/pricing/rules/rule-1', () => Response.json(RULE, { headers: { etag: '"3"' } }));
  answers.set('POST /api/pricing/effects', () => EFFECT);
  answers.set('POST /api/pricing/quotes', () => QUOTE);
  answers.set('GET /api/pricing/taxes', () => ({ items: [TAX, { ...TAX, percent: '16', since: '2020-07-01', until: '2021-01-01' }] }));
  answers.set('GET /api/catalog/categories', () => ({ items: [] }));
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    if (method !== 'GET') sent.push({ method, path: plain, version: new Headers(init.headers).get('if-match'), body: init.body ? JSON.parse(String(init.body)) : null });
    const found = answers.get(`${method} ${plain}`)?.();
    if (found instanceof Response) return found;
    return found === undefined ? Response.json({ detail: 'There is nothing here.', code: 'not_found', next_step: '', fields: [] }, { status: 404 }) : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  vi.unstubAllGlobals();
});

async function open(path: string, permissions = RIGHTS) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const paths = { '/pricing': RulesScreen, '/pricing/taxes': TaxesScreen, '/pricing/rules/$id': RuleScreen, '/pricing/why/$id': WhyScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const router = createRouter({ routeTree: root.addChildren(routes), history: createMemoryHistory({ initialEntries: [path] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
}

const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));
const told = (path: string) => sent.filter((one) => one.path === path);

test('rules stand in their order, in words, and moving one keeps the whole order', async () => {
  answers.set('PUT /api/pricing/rules', () => ({ rules: [OTHER, RULE], mode: 'first', said: '', band: { percent: '2', money: null }, version: 5 }));
  await open('/pricing');
  await there('Lamps');
  expect(screen.getByText('Prices move only beyond 2 %.')).toBeDefined();
  expect(screen.getAllByText('rounded up to .99')).toHaveLength(2);
  await press('Move Chairs up');
  await waitFor(() => expect(told('/api/pricing/rules')[0]).toMatchObject({ method: 'PUT', version: '"4"', body: { rules: ['rule-2', 'rule-1'], mode: 'first' } }));
});

test('the usual band is seen and set, and nothing else moves', async () => {
  const kept = { rules: [RULE, OTHER], mode: 'first', said: '', band: { percent: '3.5', money: { currency: 'EUR', minor: 50 } }, version: 5 };
  answers.set('PUT /api/pricing/rules', () => { answers.set('GET /api/pricing/rules', () => kept); return kept; });
  await open('/pricing');
  const share = await screen.findByLabelText('Move a price when it is off by', {}, SLOW);
  expect(share).toHaveProperty('value', '2');
  fireEvent.change(share, { target: { value: '300' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the band' }));
  expect(screen.getByText('Write a number from 0 to 100.')).toBeTruthy();
  fireEvent.change(share, { target: { value: '3.5' } });
  fireEvent.change(screen.getByLabelText('Currency'), { target: { value: 'eur' } });
  fireEvent.change(screen.getByLabelText('and by this sum'), { target: { value: '0.50' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the band' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ version: '"4"', body: { rules: ['rule-1', 'rule-2'], mode: 'first', band: { percent: '3.5', money: { currency: 'EUR', minor: 50 } } } });
  await there(/Prices move only beyond 3\.5/);
});

test('a rule shows what it would do and why, and is saved on the version that was read', async () => {
  answers.set('PUT /api/pricing/rules/rule-1', () => RULE);
  await open('/pricing/rules/rule-1');
  await there('of 218');
  await there(/Why EUR 12\.99\?/);
  await there(/3 of them belong to the shop/);
  await there(/Lamp has no landed cost/);
  fireEvent.change(within(screen.getByRole('group', { name: 'Shipping' })).getByLabelText('Sum'), { target: { value: '1.10' } });
  await waitFor(() => expect(JSON.stringify(told('/api/pricing/effects').at(-1)?.body)).toContain('"minor":110'), SLOW);
  await press('Save the rule');
  await waitFor(() => expect(told('/api/pricing/rules/rule-1')[0]).toMatchObject({ method: 'PUT', version: '"3"', body: { layers: { shipping: { money: { currency: 'EUR', minor: 110 } } } } }), SLOW);
});

test('what cannot be read is told at its field and asks nothing', async () => {
  await open('/pricing/rules/new');
  await waitFor(() => expect(told('/api/pricing/effects')).toHaveLength(1), SLOW);
  const field = within(screen.getByRole('group', { name: 'Shipping' })).getByLabelText('Sum');
  fireEvent.change(field, { target: { value: 'a lot' } });
  fireEvent.blur(field);
  await there('This is no amount.');
  expect(told('/api/pricing/effects')).toHaveLength(1);
});

test('a price explains itself line by line, and a floor is set where it is seen', async () => {
  answers.set('POST /api/pricing/floors', () => ({ items: [], next_cursor: null }));
  await open('/pricing/why/offer-1');
  await there('Cost EUR 12.16 (landed, since 3 May 2026)');
  expect(screen.getByText('+0.83')).toBeDefined();
  await press('Set a floor for this offer');
  fireEvent.change(await screen.findByLabelText('Floor'), { target: { value: '11.50' } });
  await press('Set the floor');
  await waitFor(() => expect(told('/api/pricing/floors')[0]?.body).toEqual({ floors: [{ subject: 'offer', subject_id: 'offer-1', price: { currency: 'EUR', minor: 1150 } }] }));
});

test('of taxes what holds is shown, and what did when it is asked for', async () => {
  await open('/pricing/taxes');
  await there('since 2021-01-01');
  expect(screen.queryByText('2020-07-01 to 2021-01-01')).toBeNull();
  fireEvent.click(screen.getByLabelText('Show what no longer holds'));
  await there('2020-07-01 to 2021-01-01');
});

test('whoever may not write sees and changes nothing', async () => {
  await open('/pricing/rules/rule-1', ['pricing.rule.read']);
  await there('You may look at rules, not write them.');
  expect(screen.queryByText('of 218')).toBeNull();
  expect(sent).toEqual([]);
});
