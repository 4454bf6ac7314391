import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../../lib/address.ts';
import { dayNames, lately, shareOf } from '../../../lib/drift.ts';
import { ME } from '../../../lib/me.ts';
import { Look as Frame } from '../../../ui/Look.tsx';
import type { Drift } from './api.ts';
import DriftScreen from './DriftScreen.tsx';

const RIGHTS = ['connections.account.read', 'changes.set.read', 'changes.drift.read', 'changes.drift.approve', 'changes.owner.approve'];
const SLOW = { timeout: 5_000 };
const DRIFT: Drift = {
  id: 'drift-1', account_id: 'shop-1', thing: 'offers/4711', field: 'price', title: 'Brass lamp', owner: 'hub', base: { currency: 'EUR', minor: 1290 }, ours: { currency: 'EUR', minor: 1290 }, theirs: { currency: 'EUR', minor: 990 },
  sentence: '', first_at: '2026-11-20T14:03:05Z', seen_at: '2026-11-20T14:03:05Z', modified_at: null, state: 'found', decided_at: null, decider: '', set_id: null,
};
const sent: { path: string; body: unknown }[] = [];
const answers = new Map<string, unknown>();

beforeEach(() => {
  // Nothing has a size here, and a virtual list draws what fits into its own.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  sent.length = 0;
  answers.clear();
  answers.set('GET /api/connections/accounts', { items: [{ id: 'shop-1', name: 'Rumah Kain', platform: 'woocommerce', effective_mode: 'live', state: 'active' }], next_cursor: null });
  answers.set('GET /api/changes/drift/shares', { days: [], waiting: { 'shop-1': 1 }, readings: [] });
  answers.set('GET /api/changes/drifts', { items: [DRIFT], next_cursor: null });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const plain = path.split('?')[0] ?? '';
    if (method !== 'GET') sent.push({ path: plain, body: init.body ? JSON.parse(String(init.body)) : null });
    const found = answers.get(`${method} ${plain}`);
    return found === undefined ? Response.json({ detail: 'There is nothing here.', code: 'not_found', next_step: '', fields: [] }, { status: 404 }) : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(path: string, permissions = RIGHTS) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute();
  const routes = ['/changes/drift', '/changes/$id'].map((at) => createRoute({ getParentRoute: () => root, path: at, component: at.endsWith('drift') ? DriftScreen : () => null }));
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree: root.addChildren(routes), history, parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Frame><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Frame>);
    await router.load();
  });
  return history;
}

const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }, SLOW));

test('restoring ours proposes a set, and leads to what would be sent', async () => {
  answers.set('POST /api/changes/drifts/decide', { count: 1, set_id: 'set-9', state: 'proposed', left: [] });
  const history = await open('/changes/drift?open=drift-1');
  await press('Restore ours');
  await press('Propose ours for 1');
  await waitFor(() => expect(history.location.pathname).toBe('/changes/set-9'));
  expect(sent).toEqual([{ path: '/api/changes/drifts/decide', body: { ids: ['drift-1'], decision: 'restore' } }]);
});

test('what could not be decided says why', async () => {
  const finding = { severity: 'error', code: 'not_written', sentence: 'Nothing writes it there.', next_step: 'Change it at the shop itself.', field: 'price' };
  answers.set('POST /api/changes/drifts/decide', { count: 0, set_id: null, state: null, left: [{ id: 'drift-1', findings: [finding] }] });
  await open('/changes/drift?open=drift-1');
  await press('Restore ours');
  await press('Propose ours for 1');
  expect(await screen.findByText(/Nothing writes it there/, {}, SLOW)).toBeDefined();
});

test('a whole shop is handed over after a look at what that does', async () => {
  answers.set('POST /api/changes/owners/preview', { shop_name: 'Rumah Kain', listings: 412, moves: null, persons: 3, skipped: true, differ: 0, fields: ['price'], samples: [] });
  answers.set('POST /api/changes/owners', { count: null });
  await open('/changes/drift');
  await press('Hand over');
  await press('Look what it does');
  expect(await screen.findByText('3, stay theirs', {}, SLOW)).toBeDefined();
  await press('Hand it over');
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual({ path: '/api/changes/owners', body: { account_id: 'shop-1', owner: 'hub', persons: false, things: null, fields: [] } });
});

test('who may not decide sees what was changed, and nothing to press', async () => {
  await open('/changes/drift?open=drift-1', ['connections.account.read', 'changes.set.read', 'changes.drift.read']);
  expect(await screen.findByText(/No platform says who did it/, {}, SLOW)).toBeDefined();
  for (const name of ['Restore ours', 'Hand over', 'Read all again']) expect(screen.queryByRole('button', { name })).toBeNull();
});

test('a share is of what was read, and of nothing where nothing was', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const days = dayNames(10, now).map((day) => ({ account_id: 'shop-1', day, looked: 10, proven: 9 }));
  expect(shareOf([])).toBeNull();
  expect(shareOf(days)).toBe(0.9);
  expect(lately(days, 7, now)).toHaveLength(7);
  expect(lately(days, 7, now, 7)).toHaveLength(3);
});
