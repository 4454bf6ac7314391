import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';
import { waitingCount } from './waiting.ts';

const ORDER = 'purchasing.order.read';
const SUPPLIER = 'purchasing.supplier.read';
const TOP = '/purchasing';
const LIST = '/purchasing/orders';
const SUPPLIERS = '/purchasing/suppliers';
const RESTOCK = 'purchasing.restock.read';
const RESTOCKS = '/purchasing/restocks';

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
    { path: '/purchasing/restocks', title: () => titles.restocks, words: () => titles.restocksWords, icon: 'stock', parent: TOP, needs: RESTOCK, load: () => import('./RestocksScreen.tsx') },
    { path: '/purchasing/restocks/$id', title: () => titles.restock, parent: RESTOCKS, needs: RESTOCK, load: () => import('./RestockScreen.tsx') },
    { path: '/purchasing/reorders', title: () => titles.reorders, words: () => titles.reordersWords, icon: 'refresh', parent: TOP, needs: RESTOCK, load: () => import('./ReordersScreen.tsx') },
    { path: '/purchasing/looks', title: () => titles.looks, words: () => titles.looksWords, icon: 'eye', parent: TOP, needs: 'purchasing.offer.read', load: () => import('./LooksScreen.tsx') },
    { path: '/purchasing/trends', title: () => titles.trends, words: () => titles.trendsWords, icon: 'pulse', parent: TOP, needs: 'purchasing.topic.read', load: () => import('./TrendsScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.room, icon: 'purchasing', group: 'supply', needs: ORDER, count: waitingCount }],
  actions: [
    { id: 'purchasing asking', label: () => titles.toAsking, icon: 'help', needs: 'purchasing.order.write', run: ({ go }) => go('/purchasing/orders?state=asking&state=unsure&state=unpaid') },
    { id: 'purchasing restock', label: () => titles.draftRestock, icon: 'plus', needs: 'purchasing.restock.write', run: ({ go }) => go('/purchasing/restocks?new=1') },
    { id: 'purchasing late', label: () => titles.toLate, icon: 'clock', needs: 'purchasing.order.write', run: ({ go }) => go('/purchasing/orders?late=1') },
  ],
};
