// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Connections',
    words: 'shops accounts platforms shopify woocommerce tokens clocks health',
    connect: 'Connect a shop',
    back: 'Back from the shop',
    shop: 'Shop',
    pulled: 'What was read',
    hooks: 'Webhooks of a shop',
    calls: 'Calls to a shop',
    settings: 'Settings of a shop',
    again: 'Connect again',
  },
  id: {
    title: 'Koneksi',
    words: 'toko akun platform shopify woocommerce token jam kesehatan',
    connect: 'Hubungkan toko',
    back: 'Kembali dari toko',
    shop: 'Toko',
    pulled: 'Yang dibaca',
    hooks: 'Webhook toko',
    calls: 'Panggilan ke toko',
    settings: 'Pengaturan toko',
    again: 'Hubungkan lagi',
  },
});
