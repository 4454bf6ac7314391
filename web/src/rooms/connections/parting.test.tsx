import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import { type Account, type Platform, platformsQuery } from './api.ts';
import { PartCard } from './parts/PartCard.tsx';
import { Trouble } from './parts/Trouble.tsx';

const account = (more: Partial<Account>) =>
  ({ id: 'a', platform: 'shopify', name: 'Mugs', state: 'active', fault: null, disconnected_at: null, version: 1, ...more }) as Account;

function show(what: ReactNode, cards: readonly Partial<Platform>[] = []): void {
  const client = new QueryClient();
  client.setQueryData(platformsQuery.queryKey, cards as Platform[]);
  client.setQueryData(ME, { permissions: new Set() });
  render(<Look><QueryClientProvider client={client}>{what}</QueryClientProvider></Look>);
}

afterEach(cleanup);

test('before a shop is disconnected it is said what becomes of the keys, in the words of the card', () => {
  show(<PartCard account={account({ platform: 'shopee' })} />, [{ name: 'shopee', leaving: 'Take Hanse off the list of apps.' }]);
  fireEvent.click(screen.getByRole('button', { name: 'Disconnect' }));
  expect(screen.getByText('The keys are erased here')).toBeTruthy();
  expect(screen.getByText('Take Hanse off the list of apps.')).toBeTruthy();
});

test('what may still be there of us is named when the shop is disconnected', () => {
  const fault = { code: 'outcome_unknown', sentence: 'Nobody answered.', next_step: 'Look in Mugs.', at: '2026-11-20T14:00:00Z' };
  const gone = { state: 'disconnected', disconnected_at: '2026-11-20T14:00:00Z' } as const;
  show(<Trouble account={account({ ...gone, fault })} />);
  expect(screen.getByText('Nobody answered.')).toBeTruthy();
  expect(screen.getByText(/Look in Mugs\./)).toBeTruthy();
  expect(screen.getByText(/What was read stays here/)).toBeTruthy();
});
