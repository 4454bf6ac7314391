import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ME } from '../../lib/me.ts';
import { Look as Frame } from '../../ui/Look.tsx';
import { type Account, MODE, type WorkspaceMode } from './api.ts';
import { ModeCard } from './parts/ModeCard.tsx';
import { WorkspaceModeCard } from './parts/WorkspaceModeCard.tsx';

const DRY: WorkspaceMode = { write_mode: 'dry', changed_by: null, changed_at: null, version: 4 };
const LIVE: WorkspaceMode = { ...DRY, write_mode: 'live', version: 5 };
const RIGHTS = ['connections.account.approve'];

type Sent = { path: string; version: string | null; body: unknown };
const sent: Sent[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, version: new Headers(init.headers).get('if-match'), body: init.body ? JSON.parse(String(init.body)) : null });
    return Response.json(path.endsWith('/stop') ? DRY : LIVE);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(shown: ReactNode, mode: WorkspaceMode, permissions = RIGHTS): Promise<void> {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(ME, { permissions: new Set(permissions), workspace: { workspace_name: 'Sari Trading' } });
  client.setQueryData(MODE, mode);
  const root = createRootRoute({ component: () => shown });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  await act(async () => {
    render(
      <Frame>
        <QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider>
      </Frame>,
    );
    await router.load();
  });
}

const control = () => screen.getByRole<HTMLInputElement>('switch');
const shop = (write: Account['write_mode'], workspace: Account['write_mode']) => {
  const effective = write === 'live' && workspace === 'live' ? 'live' : 'dry';
  return { id: 'a', name: 'Lamps', state: 'active', may_write: true, version: 1, write_mode: write, workspace_mode: workspace, effective_mode: effective } as Account;
};

test('the workspace goes live by its name and by its version', async () => {
  await open(<WorkspaceModeCard />, DRY);
  fireEvent.click(control());
  const go = await screen.findByRole<HTMLButtonElement>('button', { name: 'Go live' });
  expect(go.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Type Sari Trading to go on'), { target: { value: 'Sari Trading' } });
  fireEvent.click(go);
  await waitFor(() => expect(control().checked).toBe(true));
  expect(sent).toEqual([{ path: '/api/connections/mode', version: '"4"', body: { write_mode: 'live', confirm: 'Sari Trading' } }]);
});

test('everything stops at one click, with no version and no question', async () => {
  await open(<WorkspaceModeCard />, LIVE);
  fireEvent.click(control());
  await waitFor(() => expect(control().checked).toBe(false));
  expect(sent.map(({ path, version }) => [path, version])).toEqual([['/api/connections/stop', null]]);
});

test('who may not switch it sees how it is', async () => {
  await open(<WorkspaceModeCard />, LIVE, []);
  expect(screen.queryByRole('switch')).toBeNull();
  expect(screen.getByText('Live')).toBeTruthy();
});

test('a shop that is live rehearses while its workspace does, and says why', async () => {
  await open(<ModeCard account={shop('live', 'dry')} />, DRY);
  expect(control().checked).toBe(true);
  expect(screen.getByText('Rehearse')).toBeTruthy();
  expect(screen.getByText('The workspace rehearses: nothing goes out to any shop.')).toBeTruthy();
});

test('where both are live nothing is held back', async () => {
  await open(<ModeCard account={shop('live', 'live')} />, LIVE);
  expect(screen.getByText('Live')).toBeTruthy();
  expect(screen.queryByText('The workspace rehearses: nothing goes out to any shop.')).toBeNull();
});
