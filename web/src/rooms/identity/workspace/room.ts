// The workspace of now, and the businesses in it.
import type { Room } from '../../../lib/room.ts';
import { text } from './text.ts';

export const workspaceRoom: Room = {
  name: 'workspace',
  screens: [
    {
      path: '/settings/workspace',
      title: () => text.title,
      about: () => text.sub,
      words: () => text.words,
      icon: 'building',
      parent: '/settings',
      needs: 'identity.workspace.read',
      load: () => import('./WorkspaceScreen.tsx'),
    },
    {
      path: '/settings/businesses',
      title: () => text.businesses,
      about: () => text.businessesSub,
      words: () => text.businessesWords,
      icon: 'listings',
      parent: '/settings',
      needs: 'identity.business.read',
      load: () => import('./BusinessesScreen.tsx'),
    },
  ],
  actions: [
    { id: 'business.new', label: () => text.newBusiness, icon: 'plus', needs: 'identity.business.write', run: ({ go }) => go('/settings/businesses?new=1') },
  ],
};
