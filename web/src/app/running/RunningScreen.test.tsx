import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Look } from '../../ui/Look.tsx';
import RunningScreen from './RunningScreen.tsx';
import { ready, system } from './sample.ts';

type Answer = { status: number; body: unknown } | 'nothing' | 'never';

// The browser's two doors to the outside, with a server of our choice behind them.
const answers = new Map<string, Answer>();
const lines: FakeLine[] = [];

class FakeLine extends EventTarget {
  constructor() {
    super();
    lines.push(this);
  }
  close() {}
}

async function fakeFetch(path: string): Promise<Response> {
  const answer = answers.get(path) ?? 'nothing';
  if (answer === 'never') return new Promise(() => {});
  if (answer === 'nothing') throw new TypeError('connection refused');
  return Response.json(answer.body, { status: answer.status });
}

beforeEach(() => {
  answers.clear();
  lines.length = 0;
  vi.stubGlobal('fetch', fakeFetch);
  vi.stubGlobal('EventSource', FakeLine);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Look>
      <QueryClientProvider client={client}>
        <RunningScreen />
      </QueryClientProvider>
    </Look>,
  );
}

function pulse(data: unknown) {
  act(() => void lines.at(-1)?.dispatchEvent(new MessageEvent('pulse', { data: JSON.stringify(data) })));
}

const say = (path: string, body: unknown, status = 200) => answers.set(path, { status, body });

test('all well: one green sentence, every part with its word', async () => {
  say('/api/system', system());
  say('/health/ready', ready());
  open();
  expect(await screen.findByText('All 7 parts run')).toBeDefined();
  expect(screen.getAllByText('Healthy')).toHaveLength(5);
  expect(screen.getAllByText('Running')).toHaveLength(2);
});

test('a pulse changes the figures in place', async () => {
  say('/api/system', system());
  say('/health/ready', ready());
  open();
  await screen.findByText('All 7 parts run');
  pulse(system({ jobs: { waiting: 41, running: 1, failed: 0 } }));
  expect(screen.getByText('41')).toBeDefined();
  expect(screen.getByText('Live')).toBeDefined();
});

test('not ready is an answer, not a fault', async () => {
  say('/api/system', system());
  say('/health/ready', ready('disk'), 503);
  open();
  expect(await screen.findByText('Disk needs you')).toBeDefined();
  expect(screen.getByText('Do something about disk.')).toBeDefined();
});

test('offline keeps what was read, says since when and offers a try', async () => {
  say('/api/system', system());
  say('/health/ready', ready());
  open();
  await screen.findByText('All 7 parts run');
  act(() => void lines.at(-1)?.dispatchEvent(new Event('error')));
  expect(screen.getByText(/^Hanse does not answer since/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Try now' })).toBeDefined();
  expect(screen.getByText('Database')).toBeDefined();
  expect(screen.queryByText('All 7 parts run')).toBeNull();
});

test('without a first answer it says that nothing was read yet', async () => {
  open();
  expect(await screen.findByText('Hanse does not answer')).toBeDefined();
  expect(screen.getByText(/Nothing has been read yet/)).toBeDefined();
});

test('a refusal is shown in its own words, beside the half that was read', async () => {
  const problem = { title: 'Forbidden', detail: 'This page is for the operator.', next_step: 'Sign in.' };
  say('/api/system', problem, 403);
  say('/health/ready', ready());
  open();
  expect(await screen.findByText('This page is for the operator.')).toBeDefined();
  expect(screen.getByText(/Sign in\./)).toBeDefined();
  expect(screen.getByText('Database')).toBeDefined();
});

test('another shape of answer is named, not guessed at', async () => {
  say('/api/system', { hello: 1 });
  say('/health/ready', ready());
  open();
  expect(await screen.findByText('/api/system answered with something that this page does not know.')).toBeDefined();
});

test('while loading, the table says so to those who cannot see the bars', () => {
  answers.set('/api/system', 'never');
  answers.set('/health/ready', 'never');
  open();
  expect(screen.getByRole('region', { name: 'Parts' }).getAttribute('aria-busy')).toBe('true');
});

test('before any part has reported the page says what will come', async () => {
  say('/api/system', system({ processes: [] }));
  say('/health/ready', { status: 'ready', checks: [] });
  open();
  expect(await screen.findByText('No part has reported yet')).toBeDefined();
});

test('a newer server asks for a newer page', async () => {
  say('/api/system', system());
  say('/health/ready', ready());
  open();
  await screen.findByText('All 7 parts run');
  pulse(system({ version: '0.2.0' }));
  expect(screen.getByText('Version 0.2.0 runs now; this page is older.')).toBeDefined();
});
