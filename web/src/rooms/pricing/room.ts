import type { Room } from '../../lib/room.ts';
import { titles } from './titles.ts';

const TOP = '/pricing';

export const pricingRoom: Room = {
  name: 'pricing',
  screens: [
    { path: '/pricing', title: () => titles.title, words: () => titles.words, icon: 'pricing', needs: 'pricing.rule.read', load: () => import('./RulesScreen.tsx') },
    { path: '/pricing/floors', title: () => titles.floors, words: () => titles.floorsWords, icon: 'shield', parent: TOP, needs: 'pricing.floor.read', load: () => import('./FloorsScreen.tsx') },
    { path: '/pricing/rates', title: () => titles.rates, words: () => titles.ratesWords, icon: 'globe', parent: TOP, needs: 'pricing.rates.read', load: () => import('./RatesScreen.tsx') },
    { path: '/pricing/taxes', title: () => titles.taxes, words: () => titles.taxesWords, icon: 'book', parent: TOP, needs: 'pricing.tax.read', load: () => import('./TaxesScreen.tsx') },
    { path: '/pricing/rules/$id', title: () => titles.rule, parent: TOP, needs: 'pricing.rule.read', load: () => import('./RuleScreen.tsx') },
    { path: '/pricing/why/$id', title: () => titles.why, words: () => titles.whyWords, parent: TOP, needs: 'pricing.cost.read', load: () => import('./WhyScreen.tsx') },
  ],
  entries: [{ to: TOP, label: () => titles.title, icon: 'pricing', group: 'goods', needs: 'pricing.rule.read', letter: 'r' }],
};
