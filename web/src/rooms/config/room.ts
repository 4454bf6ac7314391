import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'config.import.read';
const TOP = '/settings/config';

export const configRoom: Room = {
  name: 'config',
  screens: [
    {
      path: '/settings/config',
      title: () => titles.title,
      about: () => titles.about,
      words: () => titles.words,
      icon: 'download',
      parent: '/settings',
      needs: READ,
      load: () => import('./ConfigScreen.tsx'),
    },
    { path: '/settings/config/$id', title: () => titles.one, parent: TOP, needs: READ, load: () => import('./ImportScreen.tsx') },
  ],
};
