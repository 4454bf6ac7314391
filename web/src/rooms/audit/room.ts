import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';

export const auditRoom: Room = {
  name: 'audit',
  screens: [
    { path: '/audit', title: () => text.title, words: () => text.words, icon: 'history', needs: 'audit.event.read', load: () => import('./AuditScreen.tsx') },
  ],
  entries: [{ to: '/audit', label: () => text.title, icon: 'history', group: 'house', needs: 'audit.event.read', letter: 'u' }],
};
