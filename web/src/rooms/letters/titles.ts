import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Letters to buyers',
    about: 'Who tells buyers where their goods are, and in which words',
    words: 'buyer customer mail template tracking shipped delivered opt-out',
    stop: 'Mails about your orders',
  },
  id: {
    title: 'Surel ke pembeli',
    about: 'Siapa yang memberi kabar ke pembeli, dan dengan kata-kata apa',
    words: 'pembeli pelanggan surel templat resi dikirim diterima berhenti',
    stop: 'Surel tentang pesanan Anda',
  },
});
