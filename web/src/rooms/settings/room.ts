import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';

export const settingsRoom: Room = {
  name: 'settings',
  screens: [{ path: '/settings', title: () => text.title, icon: 'settings', load: () => import('./SettingsScreen.tsx') }],
  entries: [{ to: '/settings', label: () => text.title, icon: 'settings', group: 'house', letter: 'e' }],
};
