import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';

const NEEDS = 'mails.mail.read';

export const mailsRoom: Room = {
  name: 'mails',
  screens: [
    { path: '/mails', title: () => text.title, about: () => text.about, words: () => text.words, icon: 'mail', needs: NEEDS, load: () => import('./MailsScreen.tsx') },
  ],
  entries: [{ to: '/mails', label: () => text.title, icon: 'mail', group: 'house', needs: NEEDS }],
};
