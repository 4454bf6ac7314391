import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetDrafts } from '../../lib/drafts.ts';
import { Look as Frame } from '../../ui/Look.tsx';
import type { Look, Platform, SignIn } from './api.ts';
import { KeysForm } from './parts/KeysForm.tsx';

const PLATFORM: Platform = {
  name: 'woocommerce',
  title: 'WooCommerce',
  markets: ['*'],
  sign_ins: ['key_flow', 'typed_keys'],
  keys: [
    { name: 'store_url', label: 'Address', hint: 'As in https://shop.example.', pattern: 'https?://.+', hidden: false, needed: true, lines: false },
    { name: 'consumer_key', label: 'Key', hint: '', pattern: 'ck_[0-9a-f]{4}', hidden: true, needed: true, lines: false },
    { name: 'ca_pem', label: 'Authority', hint: 'As PEM.', pattern: '[\\s\\S]*-----BEGIN CERTIFICATE-----[\\s\\S]*', hidden: false, needed: false, lines: true },
  ],
  scopes: [{ name: 'write_products', why: 'Prices are changed when you approve it.', needed: true }],
  powers: [],
  limits: [],
  quirks: [],
  rates: [],
  leaving: '',
  told_by_hand: '',
};
const LOOK: Look = {
  name: 'Lamps', address: '', currency: 'USD', time_zone: null, language: 'pt-BR', version: null, scopes: [], missing: ['write_products'], may_read: true, may_write: false,
  findings: [{ severity: 'warning', code: 'read_only', sentence: 'The key was made for reading.', next_step: 'Make another.' }], known_as: 'My lamps',
};

type Sent = { path: string; body: unknown };
const sent: Sent[] = [];
let answer: (path: string) => Response = () => Response.json(LOOK);

beforeEach(() => {
  sent.length = 0;
  answer = () => Response.json(LOOK);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) });
    return answer(path);
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  vi.unstubAllGlobals();
});

async function open(way: SignIn): Promise<void> {
  const root = createRootRoute({ component: () => <KeysForm platform={PLATFORM} way={way} /> });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  await act(async () => {
    render(
      <Frame>
        <QueryClientProvider client={new QueryClient()}><RouterProvider router={router as never} /></QueryClientProvider>
      </Frame>,
    );
    await router.load();
  });
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const type = (label: string, value: string) => fireEvent.change(field(label), { target: { value } });

async function press(name: string): Promise<void> {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
    await vi.waitFor(() => expect(screen.getByRole('form').getAttribute('aria-busy')).toBe('false'));
  });
}

test('keys are tested before they are saved, and what they open is told in words', async () => {
  await open('typed_keys');
  type('Address', ' https://lamps.example ');
  type('Key', 'ck_12ab');
  await press('Test');
  expect(sent).toEqual([{ path: '/api/connections/looks', body: { platform: 'woocommerce', fields: { store_url: 'https://lamps.example', consumer_key: 'ck_12ab' }, account_id: null } }]);
  expect(screen.getByRole('status').textContent).toContain('may read but not write');
  expect(screen.getByText('Prices are changed when you approve it.')).toBeTruthy();
  expect(screen.getByText('Brazilian Portuguese')).toBeTruthy();
  expect(screen.getByText('This is already connected as My lamps; connecting it again keeps everything.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Connect it' })).toBeTruthy();
});

test('keys that were changed since the test are tested again, not saved', async () => {
  await open('typed_keys');
  type('Address', 'https://lamps.example');
  type('Key', 'ck_12ab');
  await press('Test');
  type('Key', 'ck_99ff');
  expect(screen.queryByRole('button', { name: 'Connect it' })).toBeNull();
  await press('Test again');
  expect(sent.map(({ path }) => path)).toEqual(['/api/connections/looks', '/api/connections/looks']);
});

test('what the server refuses of a key is told at its field, and nothing that was typed is lost', async () => {
  await open('typed_keys');
  type('Address', 'https://lamps.example');
  type('Key', 'ck_12ab');
  await press('Test');
  answer = () => Response.json({ detail: 'No.', fields: [{ field: 'consumer_key', code: 'x', sentence: 'It was revoked.', next_step: 'Make another.' }] }, { status: 422 });
  await press('Connect it');
  expect(sent.at(-1)?.path).toBe('/api/connections/accounts');
  expect(field('Key').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('It was revoked. Make another.')).toBeTruthy();
  expect([field('Address').value, field('Key').value]).toEqual(['https://lamps.example', 'ck_12ab']);
});

test('a finding that is an error keeps the shop from being connected', async () => {
  await open('typed_keys');
  answer = () => Response.json({ ...LOOK, may_read: false, findings: [{ severity: 'error', code: 'x', sentence: 'It opens nothing.', next_step: 'Make another.' }] });
  type('Address', 'https://lamps.example');
  type('Key', 'ck_12ab');
  await press('Test');
  expect(screen.queryByRole('button', { name: 'Connect it' })).toBeNull();
  expect(screen.getByText('It opens nothing.')).toBeTruthy();
});

test('where the shop hands its keys over only the address is asked, and no key goes out', async () => {
  await open('key_flow');
  expect(screen.queryByLabelText('Key')).toBeNull();
  type('Address', 'not an address');
  await press('Agree at the shop');
  expect(sent).toEqual([]);
  expect(screen.getByText('This does not look right. As in https://shop.example.')).toBeTruthy();
  answer = () => Response.json({ detail: 'The shop does not answer.', next_step: 'Look at its address.', fields: [] }, { status: 502 });
  type('Address', 'https://lamps.example');
  await press('Agree at the shop');
  expect(sent).toEqual([
    { path: '/api/connections/consents', body: { platform: 'woocommerce', fields: { store_url: 'https://lamps.example' }, name: '', account_id: null } },
  ]);
  expect(screen.getByRole('alert').textContent).toBe('The shop does not answer. Look at its address.');
});

test('an authority of your own is asked for apart, goes with the keys, and is looked at before it does', async () => {
  await open('typed_keys');
  type('Address', 'https://lamps.example');
  type('Key', 'ck_12ab');
  const more = screen.getByText('What few shops need').closest('details') as HTMLDetailsElement;
  expect(more.open).toBe(false);
  type('Authority (if you have one)', 'a certificate');
  expect(more.open).toBe(true);
  await press('Test');
  expect(sent).toEqual([]);
  expect(screen.getByText('This does not look right. As PEM.')).toBeTruthy();
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  type('Authority (if you have one)', `${pem}\n`);
  await press('Test');
  expect(sent.map(({ body }) => body)).toEqual([
    { platform: 'woocommerce', fields: { store_url: 'https://lamps.example', consumer_key: 'ck_12ab', ca_pem: pem }, account_id: null },
  ]);
});
