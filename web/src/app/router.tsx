import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseSearch, writeSearch } from '../lib/address.ts';
import type { Screen } from '../lib/room.ts';
import { Broken, NotFound } from './Misses.tsx';
import { screens } from './rooms.ts';
import { Bare } from './shell/Bare.tsx';
import { Shell } from './shell/Shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Bare });

function routeOf(screen: Screen) {
  const isBare = screen.frame === 'bare';
  return createRoute({
    getParentRoute: () => (isBare ? bare : shell) as typeof shell,
    path: screen.path,
    component: lazyRouteComponent(screen.load as () => Promise<{ default: () => ReactNode }>),
    errorComponent: Broken,
    staticData: { screen },
  });
}

export function makeRouter(history?: RouterHistory) {
  const shown = screens.filter((screen) => screen.frame !== 'bare').map(routeOf);
  const alone = screens.filter((screen) => screen.frame === 'bare').map(routeOf);
  return createRouter({
    routeTree: root.addChildren([shell.addChildren(shown), bare.addChildren(alone)]),
    parseSearch: parseSearch as (text: string) => Record<string, unknown>,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    notFoundMode: 'root',
    ...(history && { history }),
  });
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    screen?: Screen;
  }
}
