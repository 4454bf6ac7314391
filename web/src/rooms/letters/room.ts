import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

export const lettersRoom: Room = {
  name: 'letters',
  screens: [
    {
      path: '/settings/letters',
      title: () => titles.title,
      about: () => titles.about,
      words: () => titles.words,
      icon: 'mail',
      parent: '/settings',
      needs: 'letters.setting.read',
      load: () => import('./LettersScreen.tsx'),
    },
    { path: '/letters/stop', frame: 'bare', title: () => titles.stop, load: () => import('./StopScreen.tsx') },
  ],
};
