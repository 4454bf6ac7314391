import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const READ = 'stock.level.read';
const CHANNEL = 'stock.channel.read';
const TOP = '/stock';
const COUNTS = '/stock/counts';
const TRANSFERS = '/stock/transfers';
const SHOPS = '/stock/shops';

export const stockRoom: Room = {
  name: 'stock',
  screens: [
    { path: '/stock', title: () => titles.title, words: () => titles.words, icon: 'stock', needs: READ, load: () => import('./StockScreen.tsx') },
    { path: '/stock/alerts', title: () => titles.alerts, words: () => titles.alertsWords, icon: 'warn', parent: TOP, needs: READ, load: () => import('./AlertsScreen.tsx') },
    { path: '/stock/opening', title: () => titles.opening, words: () => titles.openingWords, icon: 'plus', parent: TOP, needs: READ, load: () => import('./OpeningScreen.tsx') },
    { path: '/stock/shops', title: () => titles.shops, words: () => titles.shopsWords, icon: 'listings', parent: TOP, needs: CHANNEL, load: () => import('./ShopsScreen.tsx') },
    { path: '/stock/shops/$id', title: () => titles.shop, parent: SHOPS, needs: CHANNEL, load: () => import('./ShopScreen.tsx') },
    { path: '/stock/counts', title: () => titles.counts, words: () => titles.countsWords, icon: 'table', parent: TOP, needs: 'stock.count.read', load: () => import('./CountsScreen.tsx') },
    { path: '/stock/counts/$id', title: () => titles.count, parent: COUNTS, needs: 'stock.count.read', load: () => import('./CountScreen.tsx') },
    { path: '/stock/transfers', title: () => titles.transfers, words: () => titles.transfersWords, icon: 'purchasing', parent: TOP, needs: 'stock.transfer.read', load: () => import('./TransfersScreen.tsx') },
    { path: '/stock/transfers/$id', title: () => titles.transfer, parent: TRANSFERS, needs: 'stock.transfer.read', load: () => import('./TransferScreen.tsx') },
    { path: '/stock/promotions', title: () => titles.promotions, words: () => titles.promotionsWords, icon: 'calendar', parent: TOP, needs: 'stock.promotion.read', load: () => import('./PromotionsScreen.tsx') },
    { path: '/stock/places', title: () => titles.places, words: () => titles.placesWords, icon: 'pin', parent: TOP, needs: 'stock.place.read', load: () => import('./PlacesScreen.tsx') },
    { path: '/stock/$id', title: () => titles.item, parent: TOP, needs: READ, load: () => import('./ItemScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.title, icon: 'stock', group: 'goods', needs: READ, letter: 's', tab: 4 }],
};
