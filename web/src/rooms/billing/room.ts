import type { Room } from '../../lib/room.ts';
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
  ],
};
