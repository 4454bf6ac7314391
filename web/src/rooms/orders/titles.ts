// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Orders', words: 'orders sales find order number buyer ship',
    board: 'Board of orders', boardWords: 'orders by state columns kanban',
    order: 'Order',
    exceptions: 'Exceptions', exceptionsWords: 'orders that need a look unmatched no stock stuck loss address tax',
    customers: 'Customers', customersWords: 'buyers customers people email telephone erase',
    customer: 'Customer',
    sellers: 'On invoices', sellersWords: 'legal name address tax number bank account invoice numbers',
    invoices: 'Invoices', invoicesWords: 'invoices credit notes papers pdf',
    returns: 'Returns', returnsWords: 'returns goods back refund label received',
    findOrder: 'Find an order', toExceptions: 'Answer exceptions of orders',
  },
  id: {
    title: 'Pesanan', words: 'pesanan penjualan cari nomor pembeli kirim',
    board: 'Papan pesanan', boardWords: 'pesanan menurut status kolom',
    order: 'Pesanan',
    exceptions: 'Kendala', exceptionsWords: 'pesanan perlu dilihat tidak cocok stok kosong tertahan rugi alamat',
    customers: 'Pelanggan', customersWords: 'pembeli pelanggan orang email telepon hapus',
    customer: 'Pelanggan',
    sellers: 'Data di faktur', sellersWords: 'nama resmi alamat nomor pajak rekening bank nomor faktur',
    invoices: 'Faktur', invoicesWords: 'faktur nota kredit dokumen pdf',
    returns: 'Pengembalian barang', returnsWords: 'retur pengembalian barang kembali dana label diterima',
    findOrder: 'Cari pesanan', toExceptions: 'Tangani kendala pesanan',
  },
});
