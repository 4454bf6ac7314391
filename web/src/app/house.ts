// The screens that belong to no room: what runs, and the parts.
import type { Room, Screen } from '../lib/room.ts';
import { text } from './text.ts';

const gallery: readonly Screen[] = import.meta.env.DEV
  ? [{ path: '/dev/gallery', title: () => text.gallery, load: () => import('./gallery/GalleryScreen.tsx') }]
  : [];

export const house: Room = {
  name: 'house',
  screens: [
    {
      path: '/settings/health',
      title: () => text.health,
      about: () => text.healthAbout,
      words: () => text.healthWords,
      icon: 'pulse',
      parent: '/settings',
      load: () => import('./running/RunningScreen.tsx'),
    },
    ...gallery,
  ],
};
