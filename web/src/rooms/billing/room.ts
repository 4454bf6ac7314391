import type { Room } from '../../lib/room.ts';
import { text as earnings } from './earningsText.ts';
import { text } from './text.ts';

export const billingRoom: Room = {
  name: 'billing',
  screens: [
    {
      path: '/settings/plan',
      title: () => text.title,
      about: () => text.sub,
      words: () => text.words,
      icon: 'card',
      parent: '/settings',
      needs: 'billing.plan.read',
      load: () => import('./PlanScreen.tsx'),
    },
    {
      path: '/earnings',
      title: () => earnings.title,
      about: () => earnings.about,
      words: () => earnings.words,
      icon: 'card',
      needs: 'billing.earnings.read',
      load: () => import('./EarningsScreen.tsx'),
    },
  ],
  entries: [{ to: '/earnings', label: () => earnings.title, icon: 'card', group: 'insight', needs: 'billing.earnings.read' }],
};
