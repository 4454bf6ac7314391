import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';
import { text as hooks } from './webhooks/text.ts';

const ENDPOINTS = 'notices.endpoint.read';

export const noticesRoom: Room = {
  name: 'notices',
  screens: [
    { path: '/notices', title: () => text.title, words: () => text.words, icon: 'bell', needs: 'notices.notice.read', load: () => import('./NoticesScreen.tsx') },
    {
      path: '/settings/notices',
      title: () => text.choices,
      about: () => text.choicesAbout,
      words: () => text.choicesWords,
      icon: 'bell',
      parent: '/settings',
      needs: 'notices.notice.read',
      load: () => import('./ChoicesScreen.tsx'),
    },
    {
      path: '/settings/webhooks',
      title: () => hooks.title,
      about: () => hooks.about,
      words: () => hooks.words,
      icon: 'wire',
      parent: '/settings',
      needs: ENDPOINTS,
      load: () => import('./webhooks/WebhooksScreen.tsx'),
    },
    { path: '/settings/webhooks/$id', title: () => hooks.one, parent: '/settings/webhooks', needs: ENDPOINTS, load: () => import('./webhooks/WebhookScreen.tsx') },
  ],
  actions: [
    { id: 'notices.webhook', label: () => hooks.add, icon: 'plus', needs: 'notices.endpoint.write', run: ({ go }) => go('/settings/webhooks?new=1') },
  ],
};
