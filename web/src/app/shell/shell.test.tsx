import { createMemoryHistory } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Schemas } from '../../lib/api.ts';
import { setLanguage } from '../../lib/language.ts';
import type { Screen } from '../../lib/room.ts';
import { App, makeClient } from '../App.tsx';
import { makeRouter } from '../router.tsx';
import { above } from './Crumbs.tsx';
import { hits } from './hits.ts';
import { timeLeft } from './jobs.ts';

const ME: Schemas['MeOut'] = {
  person: { id: 'p1', email: 'rani@kopikain.example', name: 'Rani Prasetyo', language: 'en', zone: 'Asia/Jakarta', state: 'active', made_at: '2026-11-20T14:03:05Z', version: 1 },
  memberships: [{ workspace_id: 'w1', workspace_name: 'Kopi & Kain', state: 'active', role: 'owner', second_factor_required: false, idle_minutes: 60, absolute_minutes: 600 }],
  session_id: 's1',
  second_factor: true,
  proven_at: null,
  csrf_token: 'token',
  workspace_id: 'w1',
  role: 'owner',
  permissions: ['jobs.job.read'],
  withheld: '',
};
// A screen is fetched and compiled when it is first opened.
const SLOW = { timeout: 10_000 };
const answers = new Map<string, () => Response>();

async function server(url: string): Promise<Response> {
  const path = url.split('?')[0] ?? '';
  if (path.endsWith('/live')) return new Promise(() => {});
  return answers.get(path)?.() ?? Response.json({ detail: 'There is nothing here.', code: 'not_found', next_step: '', fields: [] }, { status: 404 });
}

beforeEach(() => {
  answers.clear();
  answers.set('/api/identity/me', () => Response.json(ME));
  answers.set('/api/jobs', () => Response.json({ items: [], next_cursor: null }));
  vi.stubGlobal('fetch', server);
  vi.stubGlobal('EventSource', class extends EventTarget {
    close() {}
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  setLanguage('en');
});

function open(path: string) {
  const history = createMemoryHistory({ initialEntries: [path] });
  render(<App client={makeClient()} router={makeRouter(history)} />);
  return history;
}

const there = () => screen.findByRole('button', { name: /Kopi & Kain.*change workspace/ }, SLOW);

test('the shell shows where one works, and only what one may open', async () => {
  open('/');
  expect(await there()).toBeDefined();
  expect(screen.getAllByRole('link', { name: 'Home' }).length).toBeGreaterThan(0);
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull();
});

test('who is not signed in is led to sign-in, and from there back', async () => {
  answers.set('/api/identity/me', () => Response.json({ detail: 'Not signed in.', code: 'not_signed_in' }, { status: 401 }));
  const history = open('/settings/health');
  await waitFor(() => expect(history.location.pathname).toBe('/sign-in'), SLOW);
  expect(history.location.search).toBe('?next=%2Fsettings%2Fhealth');
});

test('a screen that one may not open says who can open it', async () => {
  answers.set('/api/identity/me', () => Response.json({ ...ME, permissions: [] }));
  open('/jobs');
  expect(await screen.findByText('This is not open to you here', {}, SLOW)).toBeDefined();
});

test('an address that leads nowhere says so', async () => {
  open('/nowhere/at/all');
  expect(await screen.findByText('There is no such page', {}, SLOW)).toBeDefined();
});

test('Ctrl K finds a screen by its words, Enter goes there', async () => {
  const history = open('/');
  await there();
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const field = await screen.findByRole('combobox');
  fireEvent.change(field, { target: { value: 'database' } });
  expect(screen.getAllByRole('option')).toHaveLength(1);
  act(() => void fireEvent.keyDown(field, { key: 'Enter' }));
  await waitFor(() => expect(history.location.pathname).toBe('/settings/health'), SLOW);
});

test('the tray shows what runs and what failed, and leads to each', async () => {
  const job = { id: 'j1', name: 'stock.push', key: '', ids: {}, priority: 0, asked_at: '2026-11-20T14:03:05Z', due_at: '2026-11-20T14:03:05Z', tries: 1, message: '', done: 30, total: 100, fault: '', sentence: '', request_id: 'r1' };
  answers.set('/api/jobs', () => Response.json({
    items: [
      { ...job, state: 'running', started_at: new Date(Date.now() - 60_000).toISOString(), ended_at: null },
      { ...job, id: 'j2', state: 'failed', started_at: null, ended_at: '2026-11-20T14:03:05Z', sentence: 'The shop said no.' },
    ],
    next_cursor: null,
  }));
  open('/');
  await there();
  fireEvent.click(await screen.findByRole('button', { name: /^Jobs: 2/ }));
  const tray = within(await screen.findByRole('dialog'));
  expect(tray.getByText('30 of 100')).toBeDefined();
  expect(tray.getByText('The shop said no.')).toBeDefined();
  const links = tray.getAllByRole('link', { hidden: true }).map((link) => link.getAttribute('href'));
  expect(links).toEqual(expect.arrayContaining(['/jobs/j1', '/jobs/j2']));
});

test.each([
  ['https://hub.example', ['https://hub.example/sign-in', 'http://localhost:8700/sign-in']],
  ['', ['http://localhost:8700/sign-in']],
])('on plain http the page says where a browser keeps who one is (%s)', async (public_url, expected) => {
  vi.stubGlobal('isSecureContext', false);
  vi.stubGlobal('location', { protocol: 'http:', hostname: '192.168.1.20', host: '192.168.1.20:8700', port: '8700', pathname: '/sign-in', search: '', hash: '' });
  answers.set('/api/identity/me', () => Response.json({ detail: 'Not signed in.', code: 'not_signed_in' }, { status: 401 }));
  answers.set('/api/identity/welcome', () => Response.json({ setup_needed: false, setup_code_needed: false, registration: 'invited', mail_ready: true, public_url }));
  open('/sign-in');
  expect(await screen.findByText(/192\.168\.1\.20:8700 is opened without https/, {}, SLOW)).toBeDefined();
  await waitFor(() => {
    const places = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(places.filter((to) => to?.startsWith('http'))).toEqual(expected);
  });
  expect(screen.queryByLabelText('Password')).toBeNull();
});

test('another language draws everything anew', async () => {
  open('/');
  await there();
  act(() => setLanguage('id'));
  expect((await screen.findAllByRole('link', { name: 'Beranda' })).length).toBeGreaterThan(0);
});

const page = (path: string, more: Partial<Screen> = {}): Screen => ({ path, title: () => path.slice(1) || 'home', load: async () => ({ default: () => null }), ...more });

test('the palette leaves out what needs an id, a permission, or no session', () => {
  const screens = [page('/a'), page('/a/$id'), page('/b', { needs: 'b.b.read' }), page('/in', { frame: 'bare' }), page('/c', { parent: '/a' })];
  const found = hits('', { screens, entries: [], actions: [], may: (permission) => permission === undefined });
  expect(found.go.map((hit) => hit.label)).toEqual(['a', 'c']);
  expect(found.go[1]?.more).toBe('a');
});

test('the way to a screen is told from above', () => {
  const [top, middle] = [page('/a'), page('/a/b', { parent: '/a' })];
  expect(above(page('/a/b/c', { parent: '/a/b' }), [top, middle])).toEqual([top, middle]);
});

test('time left is told only where it can be known', () => {
  const now = Date.parse('2026-11-25T14:31:00Z');
  const started_at = '2026-11-25T14:30:00Z';
  expect(timeLeft({ started_at, done: 50, total: 100 }, now)).toBe(60);
  expect(timeLeft({ started_at, done: 0, total: 100 }, now)).toBeNull();
  expect(timeLeft({ started_at: null, done: 5, total: 10 }, now)).toBeNull();
  expect(timeLeft({ started_at: '2026-11-25T14:30:59Z', done: 1, total: 1000 }, now)).toBeNull();
});
