// What the server tells of orders, from its codes and facts, in the reader's language.
import { catalogue } from '../../lib/catalogue.ts';

export type Facts = Readonly<Record<string, string>>;
type Say = Readonly<Record<string, (told: Facts) => string>>;
type Words = Readonly<Record<string, string>>;

const one = (count: string | undefined) => count === '1';

export const text = catalogue({
  en: {
    hanse: 'Hanse',
    more: (lines: string, more: string) => `${lines} and ${more} more`,
    troubles: {
      unreadable: ({ why }) => `The order could not be read: ${why}`,
      unmatched: ({ count, lines }) => (one(count) ? `1 line is not matched to a product of yours: ${lines}.` : `${count} lines are not matched to products of yours: ${lines}.`),
      no_stock: ({ count, lines }) => (one(count) ? `1 piece of it is not there: ${lines}.` : `${count} pieces of it are not there: ${lines}.`),
      loss: ({ price, cost }) => `It is sold for ${price}, and its goods cost ${cost}.`,
      address: ({ faults }) => `It cannot be sent as it is: ${faults}.`,
      reversed: () => 'It was paid, and the shop says now that it is not.',
      stuck: ({ state, days, usual }) => `It has been ${state} for ${one(days) ? '1 day' : `${days} days`}; usual here: at most ${usual}.`,
      remainder: ({ remainder }) => `Its lines leave ${remainder} of the shop\u2019s total over.`,
      unknown_word: ({ words }) => `The shop says \u201C${words}\u201D, a word that we do not know.`,
      not_told: ({ numbers, why }) => `The shop did not take the parcel ${numbers}: ${why}`,
    } as Say,
    faults: {
      country: 'the country is missing', name: 'the name is missing', street: 'the street is missing', city: 'the city is missing',
      postcode: 'the postcode is missing', region: 'the region is missing', odd_postcode: 'the postcode is none of this country',
    } as Words,
    reasons: {
      countries: ({ home, away }) => `It is paid in ${home} and goes to ${away}.`,
      many: ({ count }) => `The same buyer placed ${count} orders within an hour.`,
      high: ({ times }) => `It is ${times} times what orders of this shop reach at most.`,
      card_number: ({ field }) => `The number of a card stood in \u201C${field}\u201D; it was not kept.`,
    } as Say,
    events: {
      'orders.order.placed': () => 'The order came in',
      'orders.order.changed': ({ what }) => `The shop changed it: ${what}`,
      'orders.order.state_changed': ({ before, after }) => `State: ${after} (was ${before})`,
      'orders.order.payment_changed': ({ before, after }) => `Payment: ${after} (was ${before})`,
      'orders.order.held': ({ actor }) => `${actor} held the order`,
      'orders.order.released': ({ actor }) => `${actor} let the order go on`,
      'orders.order.sent': ({ actor }) => `${actor} sent a parcel`,
      'orders.order.tagged': ({ actor }) => `${actor} set the tags`,
      'orders.order.noted': ({ actor }) => `${actor} wrote a note`,
      'orders.customer.opened': ({ actor }) => `${actor} looked at who bought it`,
      'orders.exception.found': ({ kind }) => `It needs a look: ${kind}`,
      'orders.refund.proposed': ({ actor, what, amount }) => `${actor} proposed a ${what}: ${amount}`,
      'orders.refund.made': ({ what, amount }) => `The shop made the ${what}: ${amount}`,
      'orders.refund.ended': ({ what, outcome }) => `The ${what} was not made: ${outcome}`,
      'orders.return.requested': ({ reason }) => `A return was requested: ${reason}`,
      'orders.return.moved': ({ before, after }) => `Return: ${after} (was ${before})`,
      'orders.return.labelled': ({ actor }) => `${actor} gave the return its label`,
    } as Say,
    whats: { 'lines added': 'lines added', 'lines removed': 'lines removed', quantities: 'quantities', refunds: 'refunds', details: 'details', refund: 'refund', cancellation: 'cancellation' } as Words,
    noMoney: 'no money',
    outcomes: { refused: 'refused by the shop', withdrawn: 'withdrawn', late: 'not approved in time', rehearsed: 'rehearsed only, for the shop is not live' } as Words,
    held: { answer: 'An exception of it was answered with hold.' } as Words,
    taxes: {
      tax_differs: ({ theirs, title, ours, percent, sort, place, source }) => `The shop took ${theirs} of tax on ${title}; by the table it is ${ours}: ${percent}, ${sort} rate in ${place} (${source}). Look at the tax settings of the shop, or write a rate of your own into the table.`,
      as_the_shop_says: () => 'Sales tax in the United States depends on the address; the shop works it out. Take what the shop says on the order.',
    } as Say,
    sorts: { standard: 'standard', reduced: 'reduced' } as Words,
  },
  id: {
    hanse: 'Hanse',
    more: (lines, more) => `${lines}, dan ${more} lainnya`,
    troubles: {
      unreadable: ({ why }) => `Pesanan tidak bisa dibaca: ${why}`,
      unmatched: ({ count, lines }) => `${count} produk di pesanan ini tidak kami kenal: ${lines}.`,
      no_stock: ({ count, lines }) => `Stok kurang ${count} buah: ${lines}.`,
      loss: ({ price, cost }) => `Dijual ${price}, sedangkan modal barangnya ${cost}.`,
      address: ({ faults }) => `Belum bisa dikirim: ${faults}.`,
      reversed: () => 'Sudah dibayar, tetapi kini toko menyatakan belum dibayar.',
      stuck: ({ state, days, usual }) => `Sudah ${days} hari berstatus ${state}; biasanya di toko ini paling lama ${usual} hari.`,
      remainder: ({ remainder }) => `Jumlah rinciannya berbeda ${remainder} dari total toko.`,
      unknown_word: ({ words }) => `Toko menulis status \u201C${words}\u201D yang tidak kami kenal.`,
      not_told: ({ numbers, why }) => `Toko menolak resi ${numbers}: ${why}`,
    },
    faults: {
      country: 'negara belum diisi', name: 'nama penerima belum diisi', street: 'nama jalan belum diisi', city: 'kota belum diisi',
      postcode: 'kode pos belum diisi', region: 'provinsi belum diisi', odd_postcode: 'kode pos tidak sesuai dengan negaranya',
    },
    reasons: {
      countries: ({ home, away }) => `Dibayar di ${home}, tetapi dikirim ke ${away}.`,
      many: ({ count }) => `Pembeli yang sama membuat ${count} pesanan dalam satu jam.`,
      high: ({ times }) => `Nilainya ${times} kali pesanan terbesar yang biasa di toko ini.`,
      card_number: ({ field }) => `Ada nomor kartu di \u201C${field}\u201D; nomornya tidak kami simpan.`,
    },
    events: {
      'orders.order.placed': () => 'Pesanan masuk',
      'orders.order.changed': ({ what }) => `Toko mengubah pesanan: ${what}`,
      'orders.order.state_changed': ({ before, after }) => `Status: ${after} (sebelumnya ${before})`,
      'orders.order.payment_changed': ({ before, after }) => `Pembayaran: ${after} (sebelumnya ${before})`,
      'orders.order.held': ({ actor }) => `${actor} menahan pesanan`,
      'orders.order.released': ({ actor }) => `${actor} melanjutkan pesanan`,
      'orders.order.sent': ({ actor }) => `${actor} mengirim paket`,
      'orders.order.tagged': ({ actor }) => `${actor} mengubah tag`,
      'orders.order.noted': ({ actor }) => `${actor} menulis catatan`,
      'orders.customer.opened': ({ actor }) => `${actor} melihat data pembeli`,
      'orders.exception.found': ({ kind }) => `Perlu ditangani: ${kind}`,
      'orders.refund.proposed': ({ actor, what, amount }) => `${actor} mengajukan ${what}: ${amount}`,
      'orders.refund.made': ({ what, amount }) => `Toko sudah memproses ${what}: ${amount}`,
      'orders.refund.ended': ({ what, outcome }) => `Tidak jadi ${what}: ${outcome}`,
      'orders.return.requested': ({ reason }) => `Pengembalian barang diminta: ${reason}`,
      'orders.return.moved': ({ before, after }) => `Pengembalian barang: ${after} (sebelumnya ${before})`,
      'orders.return.labelled': ({ actor }) => `${actor} memberi label pengembalian`,
    },
    whats: { 'lines added': 'produk ditambah', 'lines removed': 'produk dihapus', quantities: 'jumlah', refunds: 'pengembalian dana', details: 'rincian', refund: 'pengembalian dana', cancellation: 'pembatalan' },
    noMoney: 'tanpa uang',
    outcomes: { refused: 'ditolak toko', withdrawn: 'ditarik kembali', late: 'tidak disetujui tepat waktu', rehearsed: 'hanya uji coba, karena toko belum dijalankan sungguhan' },
    held: { answer: 'Ditahan saat menjawab kendala pesanan ini.' },
    taxes: {
      tax_differs: ({ theirs, title, ours, percent, sort, place, source }) => `Toko memungut pajak ${theirs} untuk ${title}; menurut tabel seharusnya ${ours}: ${percent}, tarif ${sort} di ${place} (${source}). Periksa pengaturan pajak toko, atau tulis tarif Anda sendiri di tabel.`,
      as_the_shop_says: () => 'Pajak penjualan di Amerika Serikat tergantung alamat dan dihitung oleh toko. Pakai angka toko di pesanan.',
    },
    sorts: { standard: 'standar', reduced: 'rendah' },
  },
});
