// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    room: 'Purchasing',
    board: 'Supplier orders', boardWords: 'purchasing fulfilment board dropshipping supplier orders by state',
    list: 'List of supplier orders', listWords: 'supplier orders late place stop pay',
    purchase: 'Supplier order',
    suppliers: 'Suppliers', suppliersWords: 'who we buy from terms wishes packaging logo price buffer',
    supplier: 'Supplier',
    offers: 'Offers of suppliers', offersWords: 'supplier prices breaks minimum lead time share',
    vouchers: 'Vouchers', vouchersWords: 'coupon code discount at suppliers',
    restocks: 'Purchase orders', restocksWords: 'purchase orders for the own shelf receive goods pdf', restock: 'Purchase order',
    reorders: 'Due to be ordered again', reordersWords: 'reorder proposals replenish run out order point',
    looks: 'Look-ups at suppliers', looksWords: 'quota points plan freshness of supplier stock cj',
    trends: 'Market trends', trendsWords: 'what sells at suppliers rising products topics aliexpress',
    draftRestock: 'Draft a purchase order',
    toAsking: 'Answer what suppliers ask', toLate: 'See parcels that are late',
  },
  id: {
    room: 'Pembelian',
    board: 'Pesanan ke pemasok', boardWords: 'pembelian papan dropshipping pesanan pemasok menurut status',
    list: 'Daftar pesanan ke pemasok', listWords: 'pesanan pemasok terlambat buat hentikan bayar',
    purchase: 'Pesanan ke pemasok',
    suppliers: 'Pemasok', suppliersWords: 'dari siapa kita membeli syarat permintaan kemasan logo harga jeda',
    supplier: 'Pemasok',
    offers: 'Penawaran pemasok', offersWords: 'harga pemasok grosir minimum waktu tunggu bagian',
    vouchers: 'Voucher', vouchersWords: 'kupon kode potongan di pemasok',
    restocks: 'Pesanan pembelian', restocksWords: 'pesanan pembelian untuk stok sendiri terima barang pdf', restock: 'Pesanan pembelian',
    reorders: 'Perlu dipesan lagi', reordersWords: 'usulan pesan lagi habis titik pesan',
    looks: 'Pengecekan pemasok', looksWords: 'kuota poin rencana kesegaran stok pemasok cj',
    trends: 'Tren pasar', trendsWords: 'apa yang laku di pemasok produk naik topik aliexpress',
    draftRestock: 'Susun pesanan pembelian',
    toAsking: 'Jawab yang menunggu keputusan', toLate: 'Lihat paket yang terlambat',
  },
});
