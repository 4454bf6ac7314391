// What a price is made of, and rules in a few words, in the reader's language.
import { catalogue } from '../../lib/catalogue.ts';

type Parts = Readonly<Record<string, string | undefined>>;
const BASES: Record<string, string> = { landed: 'landed', supplier: 'from the supplier', list: 'list price' };
const DASAR: Record<string, string> = { landed: 'biaya sampai', supplier: 'dari pemasok', list: 'harga daftar' };
const and = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' and ');
const dan = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' dan ');
const way = ({ how }: Parts, up: string, down: string) => ({ up: `${up} `, down: `${down} ` })[how ?? ''] ?? '';

/** Of each layer, from what the server tells of it. */
export const text = catalogue({
  en: {
    line: {
      cost: ({ cost = '', base = '', since }: Parts) => `Cost ${cost} (${BASES[base] ?? base}${since ? `, since ${since}` : ''})`,
      shipping: ({ sum = '' }: Parts) => `plus shipping ${sum}`,
      fees: ({ percent = '', sum }: Parts) => `plus fees, ${percent} of the price${sum ? ` and ${sum} a sale` : ''}`,
      tax: ({ percent = '', how }: Parts) => (how === 'within' ? `plus tax ${percent}, within the price` : `tax ${percent} comes on top at checkout`),
      markup: ({ percent = '', of, sum }: Parts) => `plus markup, ${and(`${percent} of ${of === 'price' ? 'the price' : 'cost and shipping'}`, sum)}`,
      exchange: ({ from = '', to = '', rate = '', on = '', percent }: Parts) => `${from} 1 is ${to} ${rate} on ${on}${percent ? `, and ${percent} for changing` : ''}`,
      voucher: ({ percent, sum }: Parts) => `raised so that a voucher of ${and(percent, sum)} leaves this`,
      draw: ({ percent = '' }: Parts) => `moved by ${percent}, drawn by chance`,
      rounding: (told: Parts) => {
        if (told.how === 'whole') return 'rounded to whole units';
        if (told.how === 'coarse') return `rounded to ${told.sum}, for there is no smaller`;
        return `rounded ${way(told, 'up', 'down')}to ${told.ending || `whole ${told.step}${told.less ? ` less ${told.less}` : ''}`}`;
      },
      floor: ({ sum = '', since, by = '' }: Parts) => `not below ${sum}${since ? `, set on ${since} by ${by}` : ''}`,
      ceiling: ({ sum = '' }: Parts) => `not above ${sum}`,
      campaign: ({ percent, sum, until = '' }: Parts) => `${percent ? `${percent} off` : `a price of ${sum}`} until ${until}`,
    } as Record<string, (told: Parts) => string>,
    every: (parts: string) => (parts ? `Every offer ${parts}.` : 'Every offer.'),
    shops: (count: number) => (count === 1 ? 'at one shop' : `at one of ${count} shops`),
    markets: (names: string) => `in ${names}`,
    categories: (count: number) => (count === 1 ? 'in one category or below' : `in one of ${count} categories or below`),
    brands: (count: number) => (count === 1 ? 'of one brand' : `of one of ${count} brands`),
    tags: (names: string) => `with the tag ${names}`,
    costs: (least: string, below: string) => `that costs ${and(least && `${least} or more`, below && `less than ${below}`)}`,
    or: 'or',
    base: { landed: 'landed cost', supplier: 'supplier\u2019s price', list: 'list price' } as Record<string, string>,
    orSupplier: ', or the supplier\u2019s price where there is none',
    shipping: (sum: string) => `plus shipping of ${sum}`,
    fees: (percent: string, sum: string) => `plus fees of ${percent} of the price${sum ? ` and ${sum} a sale` : ''}`,
    tax: (rate: string) => `plus tax, ${rate}`,
    rateOf: (sort: string) => `the ${sort} rate`,
    markup: (percent: string, of: string, sum: string) => `plus ${and(`${percent} of ${of === 'price' ? 'the price' : 'the cost'}`, sum)}`,
    exchange: (percent: string) => `at the exchange rate of the day${percent ? `, and ${percent} for changing` : ''}`,
    voucher: (percent: string, sum: string) => `raised for a voucher of ${and(percent, sum)}`,
    rounding: (how: string, step: string, less: string, ending: string) => `rounded ${way({ how }, 'up', 'down')}to ${ending || `whole ${step}${less ? ` less ${less}` : ''}`}`,
    floor: (sum: string, percent: string) => `not below ${[sum, percent && `the cost and ${percent}`].filter(Boolean).join(' nor ')}`,
    ceiling: (sum: string, atList: boolean) => `not above ${[sum, atList && 'the list price'].filter(Boolean).join(' nor ')}`,
    campaign: (percent: string, sum: string, from: string, to: string) => `${percent ? `${percent} off` : `for ${sum}`} from ${from} to ${to}`,
    spread: (percent: string) => `moved by chance, by up to ${percent}`,
  },
  id: {
    line: {
      cost: ({ cost = '', base = '', since }) => `Biaya ${cost} (${DASAR[base] ?? base}${since ? `, sejak ${since}` : ''})`,
      shipping: ({ sum = '' }) => `ditambah pengiriman ${sum}`,
      fees: ({ percent = '', sum }) => `ditambah komisi, ${percent} dari harga${sum ? ` dan ${sum} per penjualan` : ''}`,
      tax: ({ percent = '', how }) => (how === 'within' ? `ditambah pajak ${percent}, di dalam harga` : `pajak ${percent} ditambahkan saat pembayaran`),
      markup: ({ percent = '', of, sum }) => `ditambah markup, ${dan(`${percent} dari ${of === 'price' ? 'harga' : 'biaya dan pengiriman'}`, sum)}`,
      exchange: ({ from = '', to = '', rate = '', on = '', percent }) => `${from} 1 adalah ${to} ${rate} pada ${on}${percent ? `, dan ${percent} untuk penukaran` : ''}`,
      voucher: ({ percent, sum }) => `dinaikkan agar setelah voucher ${dan(percent, sum)} tersisa ini`,
      draw: ({ percent = '' }) => `bergeser ${percent}, diundi secara acak`,
      rounding: (told) => {
        if (told.how === 'whole') return 'dibulatkan ke satuan utuh';
        if (told.how === 'coarse') return `dibulatkan ke ${told.sum}, karena tidak ada yang lebih kecil`;
        return `dibulatkan ${way(told, 'ke atas', 'ke bawah')}${told.ending ? `hingga ${told.ending}` : `ke kelipatan ${told.step}${told.less ? ` dikurangi ${told.less}` : ''}`}`;
      },
      floor: ({ sum = '', since, by = '' }) => `tidak di bawah ${sum}${since ? `, ditetapkan ${since} oleh ${by}` : ''}`,
      ceiling: ({ sum = '' }) => `tidak di atas ${sum}`,
      campaign: ({ percent, sum, until = '' }) => `${percent ? `potongan ${percent}` : `harga ${sum}`} sampai ${until}`,
    },
    every: (parts) => (parts ? `Setiap penawaran ${parts}.` : 'Setiap penawaran.'),
    shops: (count) => (count === 1 ? 'di satu toko' : `di salah satu dari ${count} toko`),
    markets: (names) => `di ${names}`,
    categories: (count) => (count === 1 ? 'dalam satu kategori atau di bawahnya' : `dalam salah satu dari ${count} kategori atau di bawahnya`),
    brands: (count) => (count === 1 ? 'dari satu merek' : `dari salah satu dari ${count} merek`),
    tags: (names) => `dengan tag ${names}`,
    costs: (least, below) => `yang biayanya ${dan(least && `${least} atau lebih`, below && `kurang dari ${below}`)}`,
    or: 'atau',
    base: { landed: 'biaya sampai', supplier: 'harga pemasok', list: 'harga daftar' },
    orSupplier: ', atau harga pemasok bila tidak ada',
    shipping: (sum) => `ditambah pengiriman ${sum}`,
    fees: (percent, sum) => `ditambah komisi ${percent} dari harga${sum ? ` dan ${sum} per penjualan` : ''}`,
    tax: (rate) => `ditambah pajak, ${rate}`,
    rateOf: (sort) => `tarif ${{ standard: 'standar', reduced: 'rendah' }[sort] ?? sort}`,
    markup: (percent, of, sum) => `ditambah ${dan(`${percent} dari ${of === 'price' ? 'harga' : 'biaya'}`, sum)}`,
    exchange: (percent) => `dengan kurs hari itu${percent ? `, dan ${percent} untuk penukaran` : ''}`,
    voucher: (percent, sum) => `dinaikkan untuk voucher ${dan(percent, sum)}`,
    rounding: (how, step, less, ending) => `dibulatkan ${way({ how }, 'ke atas', 'ke bawah')}${ending ? `hingga ${ending}` : `ke kelipatan ${step}${less ? ` dikurangi ${less}` : ''}`}`,
    floor: (sum, percent) => `tidak di bawah ${[sum, percent && `biaya dan ${percent}`].filter(Boolean).join(' maupun ')}`,
    ceiling: (sum, atList) => `tidak di atas ${[sum, atList && 'harga daftar'].filter(Boolean).join(' maupun ')}`,
    campaign: (percent, sum, from, to) => `${percent ? `potongan ${percent}` : `harga ${sum}`} dari ${from} sampai ${to}`,
    spread: (percent) => `bergeser secara acak, paling banyak ${percent}`,
  },
});
