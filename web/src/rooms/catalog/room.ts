import type { Room } from '../../lib/room.ts';
import { countsQuery, MATCHES, waiting } from './api.ts';
import { titles } from './titles.ts';

const READ = 'catalog.product.read';
const TOP = '/catalog';

export const catalogRoom: Room = {
  name: 'catalog',
  screens: [
    { path: '/catalog', title: () => titles.title, words: () => titles.words, icon: 'catalog', needs: READ, load: () => import('./CatalogueScreen.tsx') },
    {
      path: '/catalog/matches', title: () => titles.matches, words: () => titles.matchWords, icon: 'connections', parent: TOP, needs: 'catalog.match.read', load: () => import('./MatchesScreen.tsx'),
    },
    { path: '/catalog/names', title: () => titles.names, words: () => titles.nameWords, icon: 'columns', parent: TOP, needs: READ, load: () => import('./NamesScreen.tsx') },
    { path: '/catalog/$id', title: () => titles.product, parent: TOP, needs: READ, load: () => import('./ProductScreen.tsx') },
  ],
  entries: [
    {
      to: TOP, label: () => titles.entry, icon: 'catalog', group: 'goods', needs: READ, letter: 'g',
      count: { key: [...MATCHES, 'waits'], read: async (signal) => ({ value: waiting((await countsQuery.queryFn({ signal })).items), decide: true }) },
    },
  ],
};
