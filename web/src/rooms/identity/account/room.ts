// One's own account, behind the picture at the top right.
import type { Room } from '../../../lib/room.ts';
import { titles } from './titles.ts';

export const accountRoom: Room = {
  name: 'account',
  screens: [
    { path: '/me', title: () => titles.profile, words: () => titles.words.profile, icon: 'user', load: () => import('./ProfileScreen.tsx') },
    { path: '/me/security', title: () => titles.security, words: () => titles.words.security, icon: 'shield', load: () => import('./SecurityScreen.tsx') },
    { path: '/me/sessions', title: () => titles.sessions, words: () => titles.words.sessions, icon: 'desktop', load: () => import('./SessionsScreen.tsx') },
    { path: '/me/activity', title: () => titles.activity, words: () => titles.words.activity, icon: 'history', load: () => import('./ActivityScreen.tsx') },
  ],
};
