import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../../lib/address.ts';
import { ME } from '../../../lib/me.ts';
import { Look as Frame } from '../../../ui/Look.tsx';
import { MediaTab } from './parts/MediaTab.tsx';
import TableScreen from './TableScreen.tsx';

type Sent = { method: string; path: string; type: string | null; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, () => unknown>();

const TABLE = {
  id: 't-1', name: 'supplier.csv', state: 'uploaded', bytes: 251, format: 'csv', encoding: 'utf-8', delimiter: ';', columns: ['Artikelnummer', 'Preis'], findings: [], places: null, counts: {},
  made_at: '2026-11-20T14:03:05Z', made_by_name: 'Sari', state_at: '2026-11-20T14:03:05Z', version: 1, sample: [['L-1', '12,50']], suggested: [{ column: 0, field: 'sku' }, { column: 1, field: 'price' }], templates: [],
};
const FINDING = { severity: 'error', code: 'no_number', sentence: "'1.250,00' is no number.", next_step: 'Take out thousands signs.', field: 'price' };

const picture = (digest: string) => ({ digest, media_type: 'image/png', bytes: 9, width: 400, height: 200, alt: '', variant_id: null, public_url: null });

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body, headers }: RequestInit = {}) => {
    const path = url.split('?')[0] ?? url;
    const answer = answers.get(`${method} ${path}`);
    if (method !== 'GET') sent.push({ method, path, type: new Headers(headers).get('content-type'), body: typeof body === 'string' ? JSON.parse(body) : body });
    if (!answer) return new Response('{"detail":"Nothing is here.","next_step":""}', { status: 404, headers: { 'content-type': 'application/json' } });
    const found = answer();
    return found instanceof Response ? found : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(Screen: () => React.ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { person: { id: 'p' }, memberships: [], workspace: null, permissions: new Set(['catalog.product.read', 'catalog.product.write']), secondFactor: false, sessionId: null, withheld: '' });
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: '/catalog/files/$id', component: Screen });
  const history = createMemoryHistory({ initialEntries: ['/catalog/files/t-1'] });
  const router = createRouter({ routeTree: root.addChildren([route]), history, parseSearch: parseSearch as never, stringifySearch: writeSearch as never });
  render(<Frame><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Frame>);
}

test('columns are sent as they were chosen, once it is said how decimals are written', async () => {
  answers.set('GET /api/catalog/imports/t-1', () => TABLE);
  answers.set('POST /api/catalog/imports/t-1/steps', () => ({ ...TABLE, state: 'checking' }));
  show(TableScreen);
  const check = await screen.findByRole('button', { name: 'Check every row' });
  expect(check).toHaveProperty('disabled', true);
  fireEvent.change(screen.getByLabelText('Decimals are written'), { target: { value: 'comma' } });
  fireEvent.change(screen.getByLabelText('Currency of all amounts'), { target: { value: 'EUR' } });
  fireEvent.click(screen.getByRole('button', { name: 'Check every row' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  const places = { columns: TABLE.suggested, decimal: 'comma', currency: 'EUR', empty: 'leave', creates: false };
  expect(sent[0]?.body).toEqual({ step: 'check', version: 1, places, template: '' });
});

test('what cannot be is told by row, field, reason and next step before anything is applied', async () => {
  const places = { columns: TABLE.suggested, decimal: 'comma', currency: 'EUR', empty: 'leave', creates: false };
  answers.set('GET /api/catalog/imports/t-1', () => ({ ...TABLE, state: 'checked', version: 3, places, counts: { ready: 98, refused: 1 } }));
  answers.set('GET /api/catalog/imports/t-1/rows', () => ({ items: [{ number: 7, state: 'refused', product_id: null, edits: [], findings: [FINDING] }], next_cursor: null }));
  answers.set('POST /api/catalog/imports/t-1/steps', () => ({ ...TABLE, state: 'applying' }));
  show(TableScreen);
  await screen.findByText('Row 7');
  expect(screen.getByText('List price:')).toBeTruthy();
  expect(screen.getByText("'1.250,00' is no number.", { exact: false })).toBeTruthy();
  expect(screen.getByText('Take out thousands signs.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Apply 98 rows' }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ step: 'apply', version: 3, places: null, template: '' }));
});

test('pictures are brought as they are, put in order upon what was seen, and a refused one is told', async () => {
  answers.set('GET /api/catalog/products/p-1/media', () => ({ items: [picture('a'), picture('b')] }));
  answers.set('PUT /api/catalog/products/p-1/media', () => ({ items: [picture('b'), picture('a')] }));
  answers.set('POST /api/catalog/media', () => Response.json({ detail: 'The file is no picture.', next_step: 'Save it as PNG.' }, { status: 422 }));
  show(() => <MediaTab productId="p-1" />);
  fireEvent.click(await screen.findByRole('button', { name: 'Move picture 1 back' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ items: [{ digest: 'b', alt: '', variant_id: null }, { digest: 'a', alt: '', variant_id: null }], was: ['a', 'b'] });
  const file = new File(['x'], 'notes.txt');
  fireEvent.change(screen.getByLabelText('Add pictures', { selector: 'input' }), { target: { files: [file] } });
  expect((await screen.findByRole('alert')).textContent).toContain('notes.txt: The file is no picture. Save it as PNG.');
  expect(sent[1]).toMatchObject({ path: '/api/catalog/media', type: 'application/octet-stream' });
});

test('what no product shows is shown here again, or deleted after a question', async () => {
  let left = [picture('c'), picture('d')];
  answers.set('GET /api/catalog/products/p-1/media', () => ({ items: [picture('a')] }));
  answers.set('GET /api/catalog/media', () => ({ items: left, next_cursor: null }));
  answers.set('PUT /api/catalog/products/p-1/media', () => ({ items: [picture('a'), picture('c')] }));
  answers.set('DELETE /api/catalog/media/d', () => { left = []; return new Response(null, { status: 204 }); });
  show(() => <MediaTab productId="p-1" />);
  fireEvent.click(await screen.findByRole('button', { name: 'Show unused picture 1 here' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toMatchObject({ items: [{ digest: 'a' }, { digest: 'c' }], was: ['a'] });
  fireEvent.click(await screen.findByRole('button', { name: 'Delete unused picture 2' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete picture' }));
  await waitFor(() => expect(screen.queryByText('Pictures that no product shows')).toBeNull());
  expect(sent[1]).toMatchObject({ path: '/api/catalog/media/d' });
});
