import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'connections.account.read';
const WRITE = 'connections.account.write';
const TOP = '/connections';

export const connectionsRoom: Room = {
  name: 'connections',
  screens: [
    { path: '/connections', title: () => titles.title, words: () => titles.words, needs: READ, load: () => import('./ConnectionsScreen.tsx') },
    { path: '/connections/new', title: () => titles.connect, icon: 'plus', parent: TOP, needs: WRITE, load: () => import('./ConnectScreen.tsx') },
    { path: '/connections/return/$platform', title: () => titles.back, parent: TOP, needs: WRITE, load: () => import('./ReturnScreen.tsx') },
    { path: '/connections/$id', title: () => titles.shop, parent: TOP, needs: READ, load: () => import('./AccountScreen.tsx') },
    { path: '/connections/$id/pulled', title: () => titles.pulled, parent: TOP, needs: 'mirror.pull.read', load: () => import('./PulledScreen.tsx') },
    { path: '/connections/$id/webhooks', title: () => titles.hooks, parent: TOP, needs: 'connections.hook.read', load: () => import('./HooksScreen.tsx') },
    { path: '/connections/$id/calls', title: () => titles.calls, parent: TOP, needs: 'connections.call.read', load: () => import('./CallsScreen.tsx') },
    { path: '/connections/$id/settings', title: () => titles.settings, parent: TOP, needs: READ, load: () => import('./AccountSettingsScreen.tsx') },
    { path: '/connections/$id/again', title: () => titles.again, parent: TOP, needs: WRITE, load: () => import('./AgainScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.title, icon: 'connections', group: 'house', needs: READ, letter: 'n' }],
  actions: [{ id: 'connections.connect', label: () => titles.connect, icon: 'plus', needs: WRITE, run: ({ go }) => go('/connections/new') }],
};
