import type { Room } from '../../lib/room.ts';
import { text } from './text.ts';

const NEEDS = 'jobs.job.read';

export const jobsRoom: Room = {
  name: 'jobs',
  screens: [
    { path: '/jobs', title: () => text.title, about: () => text.about, words: () => text.words, icon: 'jobs', needs: NEEDS, load: () => import('./JobsScreen.tsx') },
    { path: '/jobs/$id', title: () => text.job, parent: '/jobs', needs: NEEDS, load: () => import('./JobScreen.tsx') },
  ],
  actions: [
    { id: 'jobs.failed', label: () => text.showFailed, icon: 'jobs', needs: NEEDS, run: ({ go }) => go('/jobs?state=failed&state=unknown') },
  ],
};
