import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';
import { waitingCount } from './waiting.ts';

const ORDER = 'purchasing.order.read';
const SUPPLIER = 'purchasing.supplier.read';
const TOP = '/purchasing';
const LIST = '/purchasing/orders';
const SUPPLIERS = '/purchasing/suppliers';

export const purchasingRoom: Room = {
  name: 'purchasing',
  screens: [
    { path: '/purchasing', title: () => titles.board, words: () => titles.boardWords, icon: 'purchasing', needs: ORDER, load: () => import('./BoardScreen.tsx') },
    { path: '/purchasing/orders', title: () => titles.list, words: () => titles.listWords, icon: 'table', parent: TOP, needs: ORDER, load: () => import('./PurchasesScreen.tsx') },
    { path: '/purchasing/orders/$id', title: () => titles.purchase, parent: LIST, needs: ORDER, load: () => import('./PurchaseScreen.tsx') },
    { path: '/purchasing/suppliers', title: () => titles.suppliers, words: () => titles.suppliersWords, icon: 'building', parent: TOP, needs: SUPPLIER, load: () => import('./SuppliersScreen.tsx') },
    { path: '/purchasing/suppliers/$id', title: () => titles.supplier, parent: SUPPLIERS, needs: SUPPLIER, load: () => import('./SupplierScreen.tsx') },
    { path: '/purchasing/offers', title: () => titles.offers, words: () => titles.offersWords, icon: 'catalog', parent: TOP, needs: 'purchasing.offer.read', load: () => import('./OffersScreen.tsx') },
    { path: '/purchasing/vouchers', title: () => titles.vouchers, words: () => titles.vouchersWords, icon: 'pricing', parent: TOP, needs: 'purchasing.voucher.read', load: () => import('./VouchersScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.room, icon: 'purchasing', group: 'supply', needs: ORDER, count: waitingCount }],
  actions: [
    { id: 'purchasing asking', label: () => titles.toAsking, icon: 'help', needs: 'purchasing.order.write', run: ({ go }) => go('/purchasing/orders?state=asking&state=unsure&state=unpaid') },
    { id: 'purchasing late', label: () => titles.toLate, icon: 'clock', needs: ORDER, run: ({ go }) => go('/purchasing/orders?late=1') },
  ],
};
