import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { forgetDrafts } from '../../lib/drafts.ts';
import { ME } from '../../lib/me.ts';
import { Look as Frame } from '../../ui/Look.tsx';
import ChangesScreen from './ChangesScreen.tsx';
import ReceiptScreen from './ReceiptScreen.tsx';
import RulesScreen from './RulesScreen.tsx';
import { CHANGE, RECEIPT, SET, WHOLE } from './sample.ts';
import SetScreen from './SetScreen.tsx';

const RIGHTS = ['connections.account.read', 'changes.set.read', 'changes.set.write', 'changes.set.approve', 'changes.change.read', 'changes.change.approve', 'changes.limits.read', 'changes.limits.approve', 'changes.policy.read', 'changes.policy.approve'];
const LIMITS = { step_percent_max: '30', step_money_max: [], below_cost: false, zeroed_percent_max: '10', ended_percent_max: '5', few: 3, spend_day_max: [], version: 4 };
const POLICY = { rules: [], otherwise: [{ persons: 1, roles: [] }], propose_days: 7, approve_days: 1, version: 2 };
const SLOW = { timeout: 5_000 };

type Sent = { method: string; path: string; version: string | null; body: unknown };
const sent: Sent[] = [];
const answers = new Map<string, () => unknown>();
let mode: 'live' | 'dry' = 'live';

beforeEach(() => {
  sent.length = 0;
  answers.clear();
  mode = 'live';
  answers.set('GET /api/connections/accounts', () => ({ items: [{ id: 'shop-1', name: 'Rumah Kain', platform: 'woocommerce', effective_mode: mode, state: 'active' }], next_cursor: null }));
  answers.set('GET /api/changes/sets', () => ({ items: [SET], next_cursor: null }));
  answers.set('GET /api/changes/sets/set-1', () => WHOLE);
  answers.set('GET /api/changes/sets/set-1/changes', () => ({ items: [CHANGE], next_cursor: null }));
  answers.set('GET /api/changes/changes/change-1', () => RECEIPT);
  answers.set('GET /api/changes/limits', () => LIMITS);
  answers.set('GET /api/changes/policy', () => POLICY);
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
  const paths = { '/changes': ChangesScreen, '/changes/rules': RulesScreen, '/changes/change/$id': ReceiptScreen, '/changes/$id': SetScreen };
  const routes = Object.entries(paths).map(([at, component]) => createRoute({ getParentRoute: () => root, path: at, component }));
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree: root.addChildren(routes), history, parseSearch: parseSearch as never, stringifySearch: writeSearch });
  await act(async () => {
    render(<Frame><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Frame>);
    await router.load();
  });
  return history;
}

const refusal = (code: string, detail: string, status = 409) => Response.json({ code, detail, next_step: 'Look at it again.', fields: [] }, { status });
const button = (name: string | RegExp) => screen.findByRole<HTMLButtonElement>('button', { name }, SLOW);
const press = async (name: string | RegExp) => fireEvent.click(await button(name));
const there = (words: string | RegExp) => screen.findByText(words, {}, SLOW);

test('approving names the preview that was shown', async () => {
  answers.set('POST /api/changes/sets/set-1/approve', () => ({ state: 'approved' }));
  await open('/changes/set-1');
  await press('Approve and send 2');
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ path: '/api/changes/sets/set-1/approve', body: { preview: '5f2c9aa0' } });
});

test('a set gets a time of the clock of whoever chooses it, and loses it again', async () => {
  let at: string | null = null;
  answers.set('GET /api/changes/sets/set-1', () => ({ ...WHOLE, not_before: at }));
  answers.set('PATCH /api/changes/sets/set-1', () => WHOLE);
  await open('/changes/set-1');
  await press('Choose a time');
  await press('Tomorrow 09:00');
  at = '2999-01-01T02:00:00Z';
  await press('Send from then on');
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ method: 'PATCH', version: '"2"', body: { not_after: null } });
  expect(new Date(String(Object(sent[0]?.body).not_before)).getHours()).toBe(9);
  await press('Another time');
  await press('As soon as it is approved');
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toEqual({ not_before: null, not_after: null });
});

test('whose a field is now and whose after it stands before the approval', async () => {
  await open('/changes/change/change-1');
  expect((await there(/own today, a person’s after this/)).textContent).toContain('Price: the shop’s own');
});

test('what moved since is read again and said, and nobody agrees before looking', async () => {
  let preview = WHOLE.preview;
  answers.set('GET /api/changes/sets/set-1', () => ({ ...WHOLE, preview }));
  answers.set('POST /api/changes/sets/set-1/approve', () => {
    preview = '77aa';
    return refusal('preview_changed', 'It moved.');
  });
  await open('/changes/set-1');
  await press('Approve and send 2');
  await there('What would be sent is not what you looked at any more.');
  expect((await button('Approve and send 2')).disabled).toBe(true);
  await press('I looked at it again');
  answers.set('POST /api/changes/sets/set-1/approve', () => ({ state: 'approved' }));
  await press('Approve and send 2');
  await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ preview: '5f2c9aa0' }, { preview: '77aa' }]));
});

test('why somebody may not approve is told beside the button', async () => {
  answers.set('POST /api/changes/sets/set-1/approve', () => refusal('not_yours_to_approve', 'You have approved it already.', 403));
  await open('/changes/set-1');
  await press('Approve and send 2');
  expect((await screen.findByRole('alert', {}, SLOW)).textContent).toContain('You have approved it already.');
});

test('a shop that rehearses is said before anybody approves', async () => {
  mode = 'dry';
  await open('/changes/set-1');
  await there(/nothing will be sent\. The request of each change is kept/);
  expect((await button('Approve and rehearse 2')).disabled).toBe(false);
});

test('what the guard holds is told first, and is released with a reason', async () => {
  const tripped = { severity: 'error', code: 'step_percent', sentence: 'From EUR 12.90 to EUR 2.90 is a step of more than 30 %.', next_step: 'Make the step smaller.', field: 'price' };
  answers.set('GET /api/changes/sets/set-1', () => ({ ...WHOLE, counts: { held: 2 } }));
  answers.set('GET /api/changes/sets/set-1/changes', () => ({ items: [{ ...CHANGE, state: 'held', finding: tripped }], next_cursor: null }));
  answers.set('POST /api/changes/sets/set-1/release', () => ({ state: 'proposed' }));
  await open('/changes/set-1');
  const held = await screen.findByRole('region', { name: 'The guard holds 2 changes' }, SLOW);
  await within(held).findByText(tripped.sentence);
  fireEvent.click(within(held).getByRole('button', { name: 'Release' }));
  const asked = await screen.findByRole('dialog');
  fireEvent.click(within(asked).getByRole('button', { name: 'Release' }));
  await within(asked).findByText('Say in a sentence why it is right.');
  expect(sent).toEqual([]);
  fireEvent.change(within(asked).getByLabelText('Why it is right'), { target: { value: 'A typing error.' } });
  fireEvent.click(within(asked).getByRole('button', { name: 'Release' }));
  await waitFor(() => expect(sent.map(({ path, body }) => [path, body])).toEqual([['/api/changes/sets/set-1/release', { why: 'A typing error.' }]]));
});

test('who may only look finds nothing to press, and who may approve', async () => {
  await open('/changes/set-1', ['changes.set.read', 'changes.change.read']);
  await there('A manager, admin or owner can approve this.');
  expect(screen.queryByRole('button', { name: /Approve|Withdraw|Undo/ })).toBeNull();
});

test('how far it is stands in words, and what is proven can be undone', async () => {
  answers.set('GET /api/changes/sets/set-1', () => ({ ...WHOLE, counts: { proven: 11, unknown: 1, sending: 2 }, missing: null }));
  answers.set('POST /api/changes/sets/set-1/undo', () => ({ set_id: 'set-2', count: 11, state: 'proposed', left: [] }));
  const history = await open('/changes/set-1');
  await there('11 of 14 proven');
  expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
  await press('Undo 11 proven');
  await waitFor(() => expect(history.location.pathname).toBe('/changes/set-2'));
});

test('what cannot be undone is shown with its reason before the way goes on', async () => {
  answers.set('GET /api/changes/sets/set-1', () => ({ ...WHOLE, counts: { proven: 2 }, missing: null }));
  const why = { severity: 'error', code: 'moved', sentence: 'The shop shows 13.50 by now.', next_step: 'Look there.', field: 'price' };
  answers.set('POST /api/changes/sets/set-1/undo', () => ({ set_id: 'set-2', count: 1, state: 'proposed', left: [{ change_id: 'change-1', field: 'price', finding: why }] }));
  const history = await open('/changes/set-1');
  await press('Undo 2 proven');
  await there('1 can be undone, 1 cannot.');
  await there('The shop shows 13.50 by now.');
  expect(history.location.pathname).toBe('/changes/set-1');
  await press('See the set that undoes 1 change');
  await waitFor(() => expect(history.location.pathname).toBe('/changes/set-2'));
});

test('from the queue everything since a time is undone', async () => {
  answers.set('GET /api/changes/sets', () => ({ items: [{ ...SET, counts: { proven: 3, refused: 1 } }], next_cursor: null }));
  answers.set('POST /api/changes/undo', () => ({ set_id: 'set-2', count: 3, state: 'proposed', left: [] }));
  const history = await open('/changes');
  await there('1 in all');
  await press('Undo everything since');
  fireEvent.change(screen.getByLabelText('Day'), { target: { value: '2026-11-20' } });
  fireEvent.change(screen.getByLabelText('Time'), { target: { value: '14:00' } });
  await press('See what would be undone');
  await waitFor(() => expect(history.location.pathname).toBe('/changes/set-2'));
  expect(sent[0]?.body).toEqual({ since: expect.stringMatching(/^2026-11-(19|20|21)T\d\d:00:00\.000Z$/) });
});

test('an unknown one is decided by what a person saw', async () => {
  answers.set('GET /api/changes/changes/change-1', () => ({ ...RECEIPT, state: 'unknown' }));
  answers.set('POST /api/changes/changes/change-1/decide', () => ({ ...CHANGE, state: 'proven' }));
  await open('/changes/change/change-1');
  await there('Its outcome is unknown');
  await press('It is done');
  await waitFor(() => expect(sent.map(({ path, body }) => [path, body])).toEqual([['/api/changes/changes/change-1/decide', { decision: 'done' }]]));
});

test('other values are sent with the version that was seen, as money of the shop', async () => {
  answers.set('PATCH /api/changes/changes/change-1', () => CHANGE);
  await open('/changes/change/change-1');
  await press('Edit');
  const asked = await screen.findByRole('dialog');
  fireEvent.change(within(asked).getByLabelText('Price'), { target: { value: 'cheap' } });
  fireEvent.click(within(asked).getByRole('button', { name: 'Save and preview again' }));
  await within(asked).findByText(/^Enter an amount such as/);
  fireEvent.change(within(asked).getByLabelText('Price'), { target: { value: '12.5' } });
  fireEvent.click(within(asked).getByRole('button', { name: 'Save and preview again' }));
  await waitFor(() => expect(sent).toEqual([{ method: 'PATCH', path: '/api/changes/changes/change-1', version: '"1"', body: { after: { price: { currency: 'EUR', minor: 1250 } } } }]));
});

test('an address that leads to nothing says so', async () => {
  await open('/changes/gone');
  expect((await there('This is not here')).tagName).toBe('H1');
});

test('limits are saved whole, by their version', async () => {
  answers.set('PUT /api/changes/limits', () => ({ ...LIMITS, step_percent_max: '20', version: 5 }));
  await open('/changes/rules');
  fireEvent.change(await screen.findByLabelText('Largest step of a price', {}, SLOW), { target: { value: '20' } });
  await press('Save');
  const { version: _version, ...rest } = LIMITS;
  await waitFor(() => expect(sent).toEqual([{ method: 'PUT', path: '/api/changes/limits', version: '"4"', body: { ...rest, step_percent_max: '20' } }]));
});

test('a rule that is added saves the policy only when that is saved', async () => {
  answers.set('PUT /api/changes/policy', () => ({ ...POLICY, version: 3 }));
  await open('/changes/rules');
  await press('Add a rule');
  const asked = await screen.findByRole('dialog');
  fireEvent.click(within(asked).getByLabelText('prices'));
  fireEvent.change(within(asked).getByLabelText('Up to so many at once'), { target: { value: '10' } });
  fireEvent.change(within(asked).getByLabelText('Then'), { target: { value: 'auto' } });
  fireEvent.click(within(asked).getByRole('button', { name: 'Add the rule' }));
  await there('Prices, up to 10 at once, moving no money: go out by themselves');
  expect(sent).toEqual([]);
  await press('Save');
  await waitFor(() => expect(sent.map(({ path, version }) => [path, version])).toEqual([['/api/changes/policy', '"2"']]));
  expect(sent[0]?.body).toMatchObject({ rules: [{ kinds: ['offers.price'], items_max: 10, stake_max: [], stages: [] }], propose_days: 7 });
});
