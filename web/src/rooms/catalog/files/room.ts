import type { Room } from '../../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'catalog.product.read';
const WRITE = 'catalog.product.write';
const TOP = '/catalog/files';

export const filesRoom: Room = {
  name: 'catalog files',
  screens: [
    { path: TOP, title: () => titles.tables, words: () => titles.words, icon: 'upload', parent: '/catalog', needs: WRITE, load: () => import('./TablesScreen.tsx') },
    { path: '/catalog/files/$id', title: () => titles.table, parent: TOP, needs: WRITE, load: () => import('./TableScreen.tsx') },
    { path: '/catalog/edits/$id', title: () => titles.bulk, parent: TOP, needs: READ, load: () => import('./BulkScreen.tsx') },
  ],
};
