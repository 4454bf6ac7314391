import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ME } from '../../lib/me.ts';
import { Look } from '../../ui/Look.tsx';
import { type Account, type Platform, platformsQuery, subscriptionsQuery } from './api.ts';
import { TopicsCard } from './parts/TopicsCard.tsx';

const ADDRESS = 'https://hub.example/api/hooks/a';

function show(byHand: string): void {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(ME, { permissions: new Set() });
  client.setQueryData(platformsQuery.queryKey, [{ name: 'shopee', told_by_hand: byHand }] as Platform[]);
  client.setQueryData(subscriptionsQuery('a').queryKey, { address: ADDRESS, items: [] });
  const account = { id: 'a', platform: 'shopee', state: 'active' } as Account;
  render(<Look><QueryClientProvider client={client}><TopicsCard account={account} /></QueryClientProvider></Look>);
}

afterEach(cleanup);

test('where a person has to enter the address of our webhooks it is shown, with what it is for', () => {
  show('Enter this as the address of returns.');
  expect(screen.getByText('Enter this as the address of returns.')).toBeTruthy();
  expect(screen.getByText(ADDRESS)).toBeTruthy();
  cleanup();
  show('');
  expect(screen.queryByText(ADDRESS)).toBeNull();
});
