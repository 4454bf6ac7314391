// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Prices', words: 'price rules layers markup margin rounding effect', rule: 'Price rule', why: 'Why this price', whyWords: 'explain price layers',
    floors: 'Floors', floorsWords: 'floor lowest price guard', rates: 'Exchange rates', ratesWords: 'currency euro ecb rates', taxes: 'Taxes', taxesWords: 'vat gst tax table place',
  },
  id: {
    title: 'Harga', words: 'aturan harga lapisan markup margin pembulatan dampak', rule: 'Aturan harga', why: 'Mengapa harga ini', whyWords: 'jelaskan harga lapisan',
    floors: 'Batas bawah', floorsWords: 'batas harga terendah penjaga', rates: 'Kurs', ratesWords: 'mata uang euro kurs', taxes: 'Pajak', taxesWords: 'ppn tabel pajak tempat',
  },
});
