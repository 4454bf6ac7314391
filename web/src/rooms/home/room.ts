import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';

export const homeRoom: Room = {
  name: 'home',
  screens: [{ path: '/', title: () => text.home, icon: 'home', load: () => import('./HomeScreen.tsx') }],
  entries: [{ to: '/', label: () => text.home, icon: 'home', group: 'top', letter: 'h', tab: 1 }],
};
