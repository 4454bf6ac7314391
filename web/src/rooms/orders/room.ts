import { readTroubleCounts, sumOfTroubles, TROUBLES } from '../../lib/orders.ts';
import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'orders.order.read';
const TROUBLE = 'orders.exception.read';
const CUSTOMER = 'orders.customer.read';
const TOP = '/orders';
const CUSTOMERS = '/orders/customers';

export const ordersRoom: Room = {
  name: 'orders',
  screens: [
    { path: '/orders', title: () => titles.title, words: () => titles.words, icon: 'orders', needs: READ, load: () => import('./OrdersScreen.tsx') },
    { path: '/orders/board', title: () => titles.board, words: () => titles.boardWords, icon: 'columns', parent: TOP, needs: READ, load: () => import('./BoardScreen.tsx') },
    { path: '/orders/exceptions', title: () => titles.exceptions, words: () => titles.exceptionsWords, icon: 'warn', parent: TOP, needs: TROUBLE, load: () => import('./ExceptionsScreen.tsx') },
    { path: '/orders/customers', title: () => titles.customers, words: () => titles.customersWords, icon: 'people', parent: TOP, needs: CUSTOMER, load: () => import('./CustomersScreen.tsx') },
    { path: '/orders/customers/$id', title: () => titles.customer, parent: CUSTOMERS, needs: CUSTOMER, load: () => import('./CustomerScreen.tsx') },
    { path: '/orders/invoices', title: () => titles.invoices, words: () => titles.invoicesWords, icon: 'copy', parent: TOP, needs: 'orders.invoice.read', load: () => import('./InvoicesScreen.tsx') },
    { path: '/orders/returns', title: () => titles.returns, words: () => titles.returnsWords, icon: 'undo', parent: TOP, needs: 'orders.return.read', load: () => import('./ReturnsScreen.tsx') },
    { path: '/orders/invoices/sellers', title: () => titles.sellers, words: () => titles.sellersWords, icon: 'building', parent: '/orders/invoices', needs: 'orders.seller.read', load: () => import('./SellersScreen.tsx') },
    { path: '/orders/$id', title: () => titles.order, parent: TOP, needs: READ, load: () => import('./OrderScreen.tsx') },
  ],
  entries: [
    {
      to: TOP, label: () => titles.title, icon: 'orders', group: 'top', needs: READ, letter: 'o', tab: 2,
      count: { key: [...TROUBLES, 'waits'], read: async (signal) => ({ value: sumOfTroubles(await readTroubleCounts(signal)), decide: true }) },
    },
  ],
  actions: [
    { id: 'orders find', label: () => titles.findOrder, icon: 'search', needs: 'orders.order.write', run: ({ go }) => go('/orders?new=find') },
    { id: 'orders exceptions', label: () => titles.toExceptions, icon: 'warn', needs: 'orders.exception.write', run: ({ go }) => go('/orders/exceptions') },
  ],
};
