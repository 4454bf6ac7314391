import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import EarningsScreen from './EarningsScreen.tsx';

const SLOW = { timeout: 5_000 };
const SIDE = { currency: 'USD', paid_minor: -1_000, client_minor: -300, platform_minor: -700 };
const TOTAL = { currency: 'EUR', paid_minor: 90_000, back_minor: -900, client_minor: 26_730, platform_minor: 62_370, entries: 12, account_id: null, since: null };
const ENTRY = { id: 'e1', order_id: 'o1', order_number: '1001', account_id: 's1', number: 2, kind: 'taken_back', client_bp: 3_000, order: SIDE, home: null, rate: null, rate_on: null, paid_at: '2026-11-02T10:00:00Z', booked_on: '2026-11-03', booked_at: '2026-11-03T10:00:00Z', why: '' };
const MONTH = { month: '2026-10', number: 'ST-202610-8F0F6C61', closed: true, closes_at: '2026-11-03T01:00:00Z', home: [TOTAL] };
const ANSWERS: Record<string, unknown> = {
  '/api/billing/earnings': { since: '2026-11-01', until: '2026-11-30', home: [TOTAL], orders: [TOTAL], shops: [{ ...TOTAL, account_id: 's1' }], times: [{ ...TOTAL, since: '2026-11-02' }], findings: [{ code: 'no_rate', sentence: '1 entry has none.', next_step: '' }] },
  '/api/billing/entries': { items: [ENTRY], next_cursor: null },
  '/api/billing/statements': { months: [MONTH] },
  '/api/billing/shares': { now: { kind: 'shared', client_bp: 3_000, currency: 'EUR', from_at: '2026-01-01T00:00:00Z', set_at: '2026-01-01T00:00:00Z', version: 1 }, own: [], plan: 'free', plans: [], version: 0 },
};
const asked: string[] = [];

beforeEach(() => {
  // Nothing has a size here, and a list draws what is in sight.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const found = ANSWERS[path.split('?')[0] ?? ''];
    return found ? Response.json(found) : Response.json({ detail: 'Nothing.', code: 'gone', next_step: '', fields: [] }, { status: 404 });
  });
});
afterEach(() => {
  cleanup();
  asked.length = 0;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a month shows what it came to, who has it, what is missing, and leads to each order', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(['billing.earnings.read', 'billing.share.read', 'billing.statement.read']), workspace: null });
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/earnings', component: EarningsScreen });
  const router = createRouter({ routeTree: root.addChildren([route]), history: createMemoryHistory({ initialEntries: ['/earnings?month=2026-11'] }), parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
    await router.load();
  });
  await screen.findByText(/30.0.% for the client, 70.0.% for the platform, settled in EUR/, {}, SLOW);
  expect((await screen.findAllByText('267.30', {}, SLOW)).length).toBeGreaterThan(1);
  screen.getByText(/Some entries have no exchange rate yet/);
  const entry = await screen.findByRole('button', { name: '1001' }, SLOW);
  await act(async () => fireEvent.click(entry));
  expect((await screen.findByRole('link', { name: 'Order 1001' }, SLOW)).getAttribute('href')).toBe('/orders/o1');
  expect(screen.getByRole('link', { name: 's1' }).getAttribute('href')).toBe('/earnings?month=2026-11&account=s1');
  screen.getByRole('button', { name: 'Save ST-202610-8F0F6C61 as PDF' });
  expect(asked.find((path) => path.startsWith('/api/billing/entries'))).toContain('since=2026-11-01&until=2026-11-30');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'The month before' })));
  expect(router.state.location.href).toContain('month=2026-10');
});
