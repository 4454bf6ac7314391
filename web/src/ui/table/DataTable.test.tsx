import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseSearch, writeSearch } from '../../lib/address.ts';
import { Refusal } from '../../lib/problem.ts';
import { Empty } from '../Empty.tsx';
import { Look } from '../Look.tsx';
import { DataTable } from './DataTable.tsx';
import { type Asked, useRows } from './useRows.ts';

type Row = { id: string; name: string };
type Answer = { items: Row[]; next_cursor: string | null } | Error;

const asked: Asked[] = [];
let answer: (asked: Asked) => Answer;
let held: Promise<void>;

beforeEach(() => {
  // Nothing has a size here, and a virtual list draws what fits into its own.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  asked.length = 0;
  held = Promise.resolve();
  answer = () => ({ items: [row('a'), row('b'), row('c')], next_cursor: null });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const row = (id: string): Row => ({ id, name: `Job ${id}` });
const nameOf = ({ name }: Row) => name;
const idOf = ({ id }: Row) => id;

async function read(given: Asked) {
  asked.push(given);
  await held;
  const found = answer(given);
  if (found instanceof Error) throw found;
  return found;
}

function Listed() {
  const rows = useRows<Row>({ key: ['jobs', 'job'], id: idOf, read });
  return (
    <DataTable
      name="jobs"
      label="Jobs"
      rows={rows}
      columns={[{ id: 'name', head: 'Job', kind: 'name', cell: nameOf, sort: 'name' }]}
      nameOf={nameOf}
      to={({ id }) => `/jobs/${id}`}
      filters={[{ name: 'state', label: 'State', kind: 'choice', choices: [{ value: 'failed', label: 'Failed' }] }]}
      bulk={[{ id: 'again', label: 'Try again', icon: 'refresh', run: () => {} }]}
      empty={<Empty title="No job waits" />}
    />
  );
}

function open(path = '/', client = new QueryClient({ defaultOptions: { queries: { retry: false } } })) {
  const history = createMemoryHistory({ initialEntries: [path] });
  const route = createRootRoute({ component: Listed, notFoundComponent: Listed });
  const router = createRouter({ routeTree: route, history, parseSearch: parseSearch as never, stringifySearch: writeSearch });
  render(<Look><QueryClientProvider client={client}><RouterProvider router={router as never} /></QueryClientProvider></Look>);
  return { history, client };
}

const press = (key: string, more = {}) => act(() => void fireEvent.keyDown(document.body, { key, ...more }));

test('filters and sorting of the address are asked of the server, the selection is not', async () => {
  open('/?state=failed&sort=-name&sel=a');
  await screen.findByText('Job a');
  expect(asked[0]?.search).toEqual({ state: 'failed', sort: '-name' });
  expect(screen.getByRole('columnheader', { name: /Job/ }).getAttribute('aria-sort')).toBe('descending');
  expect(screen.getByText('1 selected')).toBeDefined();
});

test('X selects where J stands, and the address says so', async () => {
  const { history } = open();
  await screen.findByText('Job a');
  press('j');
  press('j');
  press('x');
  await waitFor(() => expect(history.location.search).toBe('?sel=b'));
  press('k');
  press('X', { shiftKey: true });
  await waitFor(() => expect(history.location.search).toBe('?sel=b&sel=a'));
});

test('all that match can be selected, and one left out', async () => {
  const { history } = open('/?sel=a');
  fireEvent.click(await screen.findByText('Select all that match'));
  await waitFor(() => expect(history.location.search).toBe('?sel=all'));
  fireEvent.click(screen.getByLabelText('Select Job b'));
  await waitFor(() => expect(history.location.search).toBe('?sel=all&not=b'));
  expect(screen.getByText('All that match but 1 are selected')).toBeDefined();
});

test('empty by filter is another thing than empty', async () => {
  answer = () => ({ items: [], next_cursor: null });
  const { history } = open('/?state=failed');
  fireEvent.click(await screen.findByText('Clear the filter'));
  await waitFor(() => expect(history.location.search).toBe(''));
  expect(await screen.findByText('No job waits')).toBeDefined();
});

test('a list that cannot be read says why and offers another try', async () => {
  answer = () => new Refusal(503, 'The log cannot be read.', 'Try in a minute.');
  open();
  expect(await screen.findByText('The log cannot be read.')).toBeDefined();
  answer = () => ({ items: [row('a')], next_cursor: null });
  fireEvent.click(screen.getByText('Try again'));
  expect(await screen.findByText('Job a')).toBeDefined();
});

test('further pages are read by their cursor when the end comes near', async () => {
  answer = ({ cursor }) => (cursor === null ? { items: [row('a')], next_cursor: 'n' } : { items: [row('b')], next_cursor: null });
  open();
  expect(await screen.findByText('Job b')).toBeDefined();
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, 'n']);
  expect(screen.getByText('2 in all')).toBeDefined();
});

test('what is new waits while somebody is in the list', async () => {
  const { client } = open();
  await screen.findByText('Job a');
  press('j');
  answer = () => ({ items: [row('n'), row('a'), row('b'), row('c')], next_cursor: null });
  await act(() => client.invalidateQueries({ queryKey: ['jobs', 'job'] }));
  expect(screen.queryByText('Job n')).toBeNull();
  fireEvent.click(await screen.findByText('1 new'));
  expect(await screen.findByText('Job n')).toBeDefined();
});

test('whoever opens a list again sees it as it is now, wherever the pointer is', async () => {
  const { client } = open();
  await screen.findByText('Job a');
  cleanup();
  const waiting: (() => void)[] = [];
  const now = { items: [row('n'), row('a')], next_cursor: null };
  answer = () => now;
  held = new Promise((resolve) => {
    waiting.push(resolve);
  });
  open('/', client);
  await screen.findByText('Job a');
  press('j');
  await act(async () => waiting.forEach((done) => done()));
  expect(await screen.findByText('Job n')).toBeDefined();
  expect(screen.queryByText('1 new')).toBeNull();
});
