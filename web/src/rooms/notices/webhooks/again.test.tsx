import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ME } from '../../../lib/me.ts';
import { Look } from '../../../ui/Look.tsx';
import type { Delivery, Endpoint } from './api.ts';
import { DeliveryDetail } from './parts/DeliveryDetail.tsx';

const ENDPOINT: Endpoint = {
  id: 'e1',
  name: 'Books',
  url: 'https://books.example/hanse',
  kinds: [],
  state: 'active',
  failing_since: null,
  old_secret_until: null,
  made_at: '2026-11-20T14:03:05Z',
  version: 1,
};
const DELIVERY: Delivery = {
  id: 'd1',
  endpoint_id: 'e1',
  event_id: null,
  kind: 'jobs.job.failed',
  state: 'failed',
  made_at: '2026-11-20T14:03:05Z',
  next_at: null,
  tries: 9,
  status: 500,
  took_ms: 40,
  answer: 'Out of order',
  why: 'It answered 500 nine times.',
  ended_at: '2026-11-21T14:03:05Z',
};
const sent: string[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (path: string, { method = 'GET' }: RequestInit = {}) => {
    sent.push(`${method} ${path}`);
    return Response.json({ ...DELIVERY, body: '{"id": "d1"}' });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(permissions: string[], endpoint = ENDPOINT) {
  const client = new QueryClient();
  client.setQueryData(ME, { permissions: new Set(permissions) });
  render(
    <Look>
      <QueryClientProvider client={client}><DeliveryDetail delivery={DELIVERY} endpoint={endpoint} /></QueryClientProvider>
    </Look>,
  );
}

const again = () => screen.queryByRole<HTMLButtonElement>('button', { name: 'Send again' });

test('a call shows why it stands where it does, and both sides of the wire', async () => {
  open([]);
  expect(screen.getByText('It answered 500 nine times.')).toBeDefined();
  expect(screen.getByText('Out of order')).toBeDefined();
  await waitFor(() => expect(screen.getByText(/"id": "d1"/)).toBeDefined());
});

test('what did not arrive is sent again, once a press', async () => {
  open(['notices.endpoint.write']);
  const button = again();
  if (!button) throw new Error('there is no button');
  fireEvent.click(button);
  expect(button.disabled).toBe(true);
  fireEvent.click(button);
  await waitFor(() => expect(button.disabled).toBe(false));
  expect(sent.filter((line) => line.startsWith('POST'))).toEqual(['POST /api/notices/deliveries/d1/redeliver']);
});

test('whoever may not change webhooks sends nothing again', () => {
  open([]);
  expect(again()).toBeNull();
});

test('a webhook that is off is switched on first', () => {
  open(['notices.endpoint.write'], { ...ENDPOINT, state: 'paused' });
  expect(again()?.disabled).toBe(true);
  expect(screen.getByText('Switch the webhook on first')).toBeDefined();
});
