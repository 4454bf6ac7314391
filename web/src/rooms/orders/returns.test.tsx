import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import { RefundDialog } from './parts/RefundDialog.tsx';
import { ReturnCard } from './parts/ReturnCard.tsx';
import type { Return, Standing } from './returnsApi.ts';
import { AT, whole } from './sample.ts';

const SHARES = { goods: 1_000, tax: 200, shipping: 0, total: 1_200 };
const STANDING: Standing = { currency: 'EUR', paid: SHARES, left: SHARES, lines: [{ line_id: 'l1', title: 'Lamp', quantity: 2, left: 2, here: 2 }], refunds: [] };
const BACK: Return = {
  id: 'r1', order_id: 'o1', account_id: 's1', number: '5001', state: 'sent_back', reason: 'damaged', note: '', answer: '', carrier: '', tracking_number: '', label_url: '', requested_at: AT, state_since: AT, version: 3,
  lines: [{ line_id: 'l1', title: 'Lamp', sku: 'L-1', variant_id: 'v1', count: 2, restocked: 0, written_off: 0, place_id: null }], refund_open: false, next_action: '', acts: ['receive'],
};

const sent: { path: string; body: Record<string, unknown> }[] = [];
beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path: path.split('?')[0] ?? '', body: init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {} });
    return Response.json(path.endsWith('/act') ? BACK : { currency: 'EUR', shares: SHARES, standing: STANDING });
  });
});
afterEach(() => {
  cleanup();
  forgetDrafts();
  vi.unstubAllGlobals();
});

async function show(part: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(ME, { permissions: new Set(['orders.return.write']), workspace: null });
  await act(async () => {
    render(<Look><QueryClientProvider client={client}>{part}</QueryClientProvider></Look>);
  });
}

test('what goes back is shown before it is proposed', async () => {
  await show(<RefundDialog open whole={whole()} standing={STANDING} onClose={() => undefined} />);
  fireEvent.change(screen.getByLabelText(/Pieces of Lamp/), { target: { value: '1' } });
  await screen.findByRole('table', { name: 'Goes back' });
  const line = { line_id: 'l1', count: 1, restock: true };
  expect(sent.at(-1)?.body).toMatchObject({ preview: true, lines: [line] });
  fireEvent.click(screen.getByRole('button', { name: 'Propose it' }));
  await waitFor(() => expect(sent.some(({ body }) => body.preview === false)).toBe(true));
});

test('of what came some is sold again and some is written off', async () => {
  await show(<ReturnCard row={BACK} />);
  fireEvent.click(screen.getByRole('button', { name: 'Receive the parcel' }));
  fireEvent.change(screen.getByLabelText(/can be sold again/), { target: { value: '1' } });
  fireEvent.change(screen.getByLabelText(/of no use/), { target: { value: '1' } });
  fireEvent.click(screen.getByRole('button', { name: 'Receive the parcel' }));
  await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ act: 'receive', came: [{ line_id: 'l1', restock: 1, write_off: 1 }] }));
});
