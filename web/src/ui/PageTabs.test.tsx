import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { PageTabs } from './PageTabs.tsx';

afterEach(cleanup);

const TABS = [{ to: '/one', label: 'One' }, { to: '/two', label: 'Two' }];

/** Each page with its own tabs, so that those of the page before are cleaned up. */
function Page({ words }: { words: string }) {
  return (
    <>
      <PageTabs label="Parts" tabs={TABS} />
      <p>{words}</p>
    </>
  );
}

test('a page can be left where scrolling into view gives a promise', async () => {
  // As in browsers from 2026 on; this one has nothing of it.
  Element.prototype.scrollIntoView = (() => Promise.resolve()) as unknown as Element['scrollIntoView'];
  const root = createRootRoute({ component: Outlet });
  const paths = ['/one', '/two'].map((path) => createRoute({ getParentRoute: () => root, path, component: () => <Page words={`This is ${path}`} /> }));
  const router = createRouter({ routeTree: root.addChildren(paths), history: createMemoryHistory({ initialEntries: ['/one'] }) });
  await act(async () => {
    render(<QueryClientProvider client={new QueryClient()}><RouterProvider router={router as never} /></QueryClientProvider>);
    await router.load();
  });
  expect(screen.getByRole('link', { name: 'One' }).getAttribute('aria-current')).toBe('page');
  await act(async () => {
    fireEvent.click(screen.getByRole('link', { name: 'Two' }));
  });
  expect(await screen.findByText('This is /two')).toBeTruthy();
});
