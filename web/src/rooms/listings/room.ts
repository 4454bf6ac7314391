import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'listings.listing.read';
const TOP = '/listings';

export const listingsRoom: Room = {
  name: 'listings',
  screens: [
    { path: '/listings', title: () => titles.title, words: () => titles.words, icon: 'listings', needs: READ, load: () => import('./ListingsScreen.tsx') },
    { path: '/listings/templates', title: () => titles.templates, words: () => titles.templatesWords, icon: 'edit', parent: TOP, needs: 'listings.template.read', load: () => import('./TemplatesScreen.tsx') },
    { path: '/listings/mappings', title: () => titles.mappings, words: () => titles.mappingsWords, icon: 'drift', parent: TOP, needs: 'listings.mapping.read', load: () => import('./MappingsScreen.tsx') },
    { path: '/listings/$id', title: () => titles.listing, parent: TOP, needs: READ, load: () => import('./EditorScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.title, icon: 'listings', group: 'goods', needs: READ, letter: 'l' }],
};
