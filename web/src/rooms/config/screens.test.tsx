import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import type { Part, Preview } from './api.ts';
import { countsOf, fileName, summaryOf, toldOf, written } from './model.ts';
import { ImportCard } from './parts/ImportCard.tsx';

const HASH = 'f'.repeat(64);
const TEXT = '{"format": "hanse-config", "version": 1, "version": 1, "parts": {}}';
const part: Part = {
  part: 'webhooks',
  added: 1,
  changed: 1,
  removed: 0,
  changes: [
    { name: 'Ours', kind: 'added', fields: [{ field: 'url', before: null, after: 'https://example.com' }] },
    { name: 'Theirs', kind: 'changed', fields: [{ field: 'active', before: false, after: true }] },
  ],
  more: 0,
};
let asked: { url: string; body: unknown }[] = [];
let preview: Preview;

beforeEach(() => {
  asked = [];
  preview = { preview: HASH, parts: [part], findings: [], absent: ['limits'] };
  vi.stubGlobal('fetch', (url: string, given: RequestInit) => {
    asked.push({ url, body: given.body });
    return Promise.resolve(Response.json(url.includes('/preview') ? preview : { import: null }));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(may: string[] = ['config.import.write']): void {
  const client = new QueryClient();
  client.setQueryData(ME, { permissions: new Set(may) });
  render(<Look><QueryClientProvider client={client}><ImportCard /></QueryClientProvider></Look>);
}

function drop(): void {
  const file = new File([TEXT], 'settings.json', { type: 'application/json' });
  fireEvent.change(screen.getByLabelText('File of settings', { selector: 'input' }), { target: { files: [file] } });
}

test('a file goes as it is written, its difference is shown, and exactly that is imported', async () => {
  show();
  drop();
  expect(await screen.findByText('Ours')).toBeTruthy();
  expect(screen.getByText('A webhook that comes new gets a new secret.')).toBeTruthy();
  expect(screen.getByText('Not in the file, and left as they are: Limits of the guard.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Import all of this' }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked.map((one) => one.body)).toEqual([TEXT, TEXT]);
  expect(asked[1]?.url).toBe(`/api/config/import?preview=${HASH}`);
});

test('what is wrong is told, and there is no button then', async () => {
  preview = { ...preview, findings: [{ severity: 'error', code: 'x', sentence: 'Webhooks, row 2: No.', next_step: 'Mend it.', field: 'parts.webhooks.1' }] };
  show();
  drop();
  expect(await screen.findByText(/Webhooks, row 2: No\./)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Import all of this' })).toBeNull();
});

test('where nothing differs it is said', async () => {
  preview = { ...preview, parts: [] };
  show();
  drop();
  expect(await screen.findByText(/Nothing differs/)).toBeTruthy();
});

test('of what comes new its name, what is empty and what is usual are not told again', () => {
  const fields = Object.entries({ name: 'Ours', url: 'https://a', kinds: [], nth: 1, active: false }).map(([field, after]) => ({ field, before: null, after }));
  expect(toldOf({ name: 'Ours', kind: 'added', fields }).map((one) => one.field)).toEqual(['url', 'active']);
  expect(toldOf({ name: 'Ours', kind: 'changed', fields })).toBe(fields);
});

test('counts, names of files and values are words', () => {
  expect(countsOf({ added: 2, changed: 0, removed: 1 })).toBe('2 new, 1 go');
  expect(summaryOf({ counts: { limits: { changed: 1 } } } as never)).toBe('Limits of the guard: 1 changed');
  expect(fileName('Sari’s Shop & Co', '2026-11-20')).toBe('hanse-sari-s-shop-co-2026-11-20.json');
  expect(fileName('!', '2026-11-20')).toBe('hanse-settings-2026-11-20.json');
  expect([written(null), written('a'), written(['a'])]).toEqual(['–', 'a', '["a"]']);
});
