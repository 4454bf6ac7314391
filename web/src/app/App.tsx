import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RouterHistory, RouterProvider } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { language, subscribeLanguage } from '../lib/language.ts';
import { Refusal } from '../lib/problem.ts';
import { Look } from '../ui/Look.tsx';
import { makeRouter } from './router.tsx';

const RETRIES = 2;

export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server refused it refuses again; only silence and outages are worth another try.
        retry: (count, error) => count < RETRIES && error instanceof Refusal && (error.status === 0 || error.status >= 500),
        retryDelay: (count) => 1000 * 2 ** count,
        staleTime: 10_000,
        // The service worker answers when the network does not.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

export function App({ history }: { history?: RouterHistory }) {
  const [client] = useState(makeClient);
  const [router] = useState(() => makeRouter(history));
  const words = useSyncExternalStore(subscribeLanguage, language);
  return (
    <Look>
      <QueryClientProvider client={client}>
        <RouterProvider key={words} router={router} />
      </QueryClientProvider>
    </Look>
  );
}
