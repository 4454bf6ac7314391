// Keys for programs.
import type { Room } from '../../../lib/room.ts';
import { text } from './text.ts';

export const keysRoom: Room = {
  name: 'keys',
  screens: [
    {
      path: '/settings/keys',
      title: () => text.title,
      about: () => text.sub,
      words: () => text.words,
      icon: 'key',
      parent: '/settings',
      needs: 'identity.key.read',
      load: () => import('./KeysScreen.tsx'),
    },
    { path: '/settings/keys/new', title: () => text.newTitle, icon: 'key', parent: '/settings/keys', needs: 'identity.key.write', load: () => import('./NewKeyScreen.tsx') },
  ],
  actions: [{ id: 'keys.make', label: () => text.make, icon: 'key', needs: 'identity.key.write', run: ({ go }) => go('/settings/keys/new') }],
};
