import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { Look as Frame } from '../../ui/Look.tsx';
import type { Whole } from './api.ts';
import { ProductChanges } from './parts/ChangeMenu.tsx';
import { ofOffer, wishOf } from './proposals.ts';
import type { Offer, Product } from './values.ts';

const RIGHTS = ['connections.account.read', 'changes.set.read', 'changes.set.write'];
const power = (kind: string, fields: string[], platform = 'woocommerce') => ({ platform, kind, title: '', fields, proof: '', batch_max: 50 });
const POWERS = [power('offers.price', ['price', 'compare_at']), power('products.texts', ['title', 'description_html']), power('products.state', ['state'], 'shopify')];
const OFFER = { product_id: '42', variant_id: null, price: { currency: 'EUR', minor: 1290 }, compare_at: null, regular: null, choices: [], title: null } as unknown as Offer;
const PRODUCT = { title: 'Brass lamp', description_html: '<p>Warm</p>', state: 'live', offers: [OFFER], variant_ids: [] } as unknown as Product;
const WHOLE = { id: 'p', account_id: 'shop-1', remote_id: '42', title: 'Brass lamp', gone_at: null } as Whole;

const sent: { path: string; body: unknown }[] = [];
let proposed: unknown;

beforeEach(() => {
  sent.length = 0;
  proposed = { set_id: 'set-1', count: 1, same: 0, refused: [], state: 'proposed' };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'POST') {
      sent.push({ path, body: JSON.parse(String(init.body)) });
      return Response.json(proposed, { status: 201 });
    }
    if (path.startsWith('/api/changes/powers')) return Response.json({ items: POWERS });
    return Response.json({ items: [{ id: 'shop-1', name: 'Rumah Kain', platform: 'woocommerce', currency: 'EUR', state: 'active' }], next_cursor: null });
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  vi.unstubAllGlobals();
});

async function open(permissions = RIGHTS) {
  const client = new QueryClient();
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: null });
  const root = createRootRoute({ component: () => <ProductChanges whole={WHOLE} product={PRODUCT} /> });
  const history = createMemoryHistory();
  const router = createRouter({ routeTree: root, history });
  await act(async () => {
    render(<Frame><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Frame>);
    await router.load();
  });
  return history;
}

async function ask(item: string) {
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
  return within(await screen.findByRole('dialog'));
}

test('a price is proposed with its reason, and the way leads to the set', async () => {
  const history = await open();
  const asked = await ask('Change price');
  fireEvent.change(asked.getByLabelText('Price'), { target: { value: '11.90' } });
  fireEvent.change(asked.getByLabelText('Why'), { target: { value: 'Winter sale' } });
  fireEvent.click(asked.getByRole('button', { name: 'See what would be sent' }));
  await waitFor(() => expect(history.location.pathname).toBe('/changes/set-1'));
  expect(sent).toEqual([{
    path: '/api/changes/sets',
    body: {
      title: 'Price of Brass lamp', why: 'Winter sale',
      changes: [{ account_id: 'shop-1', kind: 'offers.price', remote_id: '42', parent_id: null, after: { price: { currency: 'EUR', minor: 1190 } } }],
    },
  }]);
});

test('what the platform cannot change is not offered', async () => {
  await open();
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  await screen.findByRole('menuitem', { name: 'Change title' });
  expect(screen.queryByRole('menuitem', { name: 'Change visibility' })).toBeNull();
});

test('what the server refuses of a wish is told at its field', async () => {
  proposed = { set_id: null, count: 0, same: 0, state: null, refused: [{ place: 0, findings: [{ severity: 'error', code: 'x', sentence: 'A product needs a name.', next_step: 'Write one.', field: 'title' }] }] };
  const history = await open();
  const asked = await ask('Change title');
  fireEvent.change(asked.getByLabelText('Title'), { target: { value: 'x' } });
  fireEvent.change(asked.getByLabelText('Why'), { target: { value: 'Because' } });
  fireEvent.click(asked.getByRole('button', { name: 'See what would be sent' }));
  await asked.findByText('A product needs a name. Write one.');
  expect(history.location.pathname).toBe('/');
});

test('who may not propose sees no way to it', async () => {
  await open(['connections.account.read', 'changes.set.read']);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Change' })).toBeNull());
});

test('only what was changed is wanted', () => {
  const price = ofOffer(WHOLE, OFFER, 'Brass lamp', 'EUR', POWERS);
  expect(wishOf(price?.fields ?? [], { price: { currency: 'EUR', minor: 1290 }, compare_at: { currency: 'EUR', minor: 1500 } })).toEqual({ compare_at: { currency: 'EUR', minor: 1500 } });
  expect(wishOf(price?.fields ?? [], { price: { currency: 'EUR', minor: 1290 }, compare_at: null })).toEqual({});
});

test('a variant is named by its own id and that of its product', () => {
  const own = ofOffer(WHOLE, { ...OFFER, variant_id: '77' }, 'Brass lamp', 'EUR', POWERS);
  expect([own?.remoteId, own?.parentId]).toEqual(['77', '42']);
});
