import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const PRODUCTS = 'mirror.product.read';
const ORDERS = 'mirror.order.read';
const BUYERS = 'mirror.buyer.read';

export const mirrorRoom: Room = {
  name: 'mirror',
  screens: [
    { path: '/mirror/products', title: () => titles.products, words: () => titles.words, needs: PRODUCTS, load: () => import('./ProductsScreen.tsx') },
    { path: '/mirror/products/$id', title: () => titles.product, parent: '/mirror/products', needs: PRODUCTS, load: () => import('./ProductScreen.tsx') },
    { path: '/mirror/offers/$id', title: () => titles.offer, parent: '/mirror/products', needs: 'mirror.offer.read', load: () => import('./OfferScreen.tsx') },
    { path: '/mirror/orders', title: () => titles.orders, icon: 'orders', words: () => titles.words, needs: ORDERS, load: () => import('./OrdersScreen.tsx') },
    { path: '/mirror/orders/$id', title: () => titles.order, parent: '/mirror/orders', needs: ORDERS, load: () => import('./OrderScreen.tsx') },
    { path: '/mirror/customers', title: () => titles.customers, icon: 'people', words: () => titles.words, needs: BUYERS, load: () => import('./CustomersScreen.tsx') },
    { path: '/mirror/customers/$id', title: () => titles.customer, parent: '/mirror/customers', needs: BUYERS, load: () => import('./CustomerScreen.tsx') },
    { path: '/mirror/stock', title: () => titles.stock, icon: 'stock', words: () => titles.words, needs: 'mirror.level.read', load: () => import('./StockScreen.tsx') },
  ],
  entries: [{ to: '/mirror/products', label: () => titles.entry, icon: 'listings', group: 'goods', needs: PRODUCTS, letter: 'i' }],
};
