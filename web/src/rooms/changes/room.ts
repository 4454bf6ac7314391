import { CHANGES, readCounts, sumOf, WAITING } from '../../lib/changes.ts';
import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'changes.set.read';
const TOP = '/changes';

export const changesRoom: Room = {
  name: 'changes',
  screens: [
    { path: '/changes', title: () => titles.title, words: () => titles.words, icon: 'changes', needs: READ, load: () => import('./ChangesScreen.tsx') },
    { path: '/changes/rules', title: () => titles.rules, words: () => titles.rulesWords, icon: 'shield', parent: TOP, needs: 'changes.limits.read', load: () => import('./RulesScreen.tsx') },
    { path: '/changes/drift', title: () => titles.drift, words: () => titles.driftWords, icon: 'drift', parent: TOP, needs: 'changes.drift.read', load: () => import('./drift/DriftScreen.tsx') },
    { path: '/changes/change/$id', title: () => titles.change, parent: TOP, needs: 'changes.change.read', load: () => import('./ReceiptScreen.tsx') },
    { path: '/changes/$id', title: () => titles.set, parent: TOP, needs: READ, load: () => import('./SetScreen.tsx') },
  ],
  entries: [
    {
      to: TOP,
      label: () => titles.title,
      icon: 'changes',
      group: 'top',
      needs: READ,
      letter: 'c',
      tab: 3,
      count: {
        key: [...CHANGES, 'waits'],
        read: async (signal) => ({ value: sumOf(await readCounts(signal), WAITING), decide: true }),
      },
    },
  ],
};
