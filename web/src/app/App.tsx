import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { language, subscribeLanguage } from '../lib/language.ts';
import { meQuery } from '../lib/me.ts';
import { Refusal } from '../lib/problem.ts';
import { Look } from '../ui/Look.tsx';
import type { makeRouter } from './router.tsx';

type Router = ReturnType<typeof makeRouter>;

const RETRIES = 2;
const TOO_MANY = 429;
const WAIT_S_MAX = 10;

export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server refused it refuses again; silence, outages and haste are worth another try.
        retry: (count, error) => count < RETRIES && error instanceof Refusal && (error.status === 0 || error.status === TOO_MANY || error.status >= 500),
        retryDelay: (count, error) => 1000 * Math.max(2 ** count, Math.min((error instanceof Refusal && error.retryAfter_s) || 0, WAIT_S_MAX)),
        staleTime: 10_000,
        // The service worker answers when the network does not.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Before anything is drawn: the screen and who is there are on their way while React begins. */
export function setOut(client: QueryClient, router: Router): void {
  void router.load();
  const screen = router.matchRoutes(router.latestLocation).at(-1)?.staticData.screen;
  if (screen && screen.frame !== 'bare') void client.prefetchQuery(meQuery);
}

export function App({ client, router }: { client: QueryClient; router: Router }) {
  const words = useSyncExternalStore(subscribeLanguage, language);
  return (
    <Look>
      <QueryClientProvider client={client}>
        <RouterProvider key={words} router={router} />
      </QueryClientProvider>
    </Look>
  );
}
