// Tracking numbers of many orders, brought in as a file.
import { catalogue } from '../../lib/catalogue.ts';

const many = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${count} ${more}`);

export const text = catalogue({
  en: {
    open: 'Tracking file',
    title: 'Send parcels by a file',
    more: 'One row for each parcel: order, carrier, tracking_number. For a part of an order one row for each SKU, with sku and quantity. Nothing is sent before you have seen what each row does.',
    label: 'CSV or XLSX file',
    look: 'See what it does',
    close: 'Close',
    list: 'Parcels of the file',
    heads: { rows: 'Row', order: 'Order', number: 'Tracking number', parts: 'Pieces' },
    complete: 'The order is complete',
    same: (count: number) => `${many(count, 'number stands', 'numbers stand')} in ${count === 1 ? 'its order' : 'their orders'} already and ${count === 1 ? 'is' : 'are'} left alone.`,
    refused: (count: number) => `${many(count, 'parcel cannot', 'parcels cannot')} go:`,
    row: (row: number) => `Row ${row}`,
    leave: 'Leave these out and send the others',
    stops: 'Put these rows right, or leave them out.',
    nothing: 'Nothing of this file is to be sent.',
    others: (count: number) => `and ${many(count, 'more parcel', 'more parcels')}`,
    go: (count: number) => `Send ${many(count, 'parcel', 'parcels')}`,
    done: (count: number) => `${many(count, 'parcel is', 'parcels are')} sent; the shops are told`,
  },
  id: {
    open: 'Berkas resi',
    title: 'Kirim paket dengan berkas',
    more: 'Satu baris untuk tiap paket: order, carrier, tracking_number. Untuk sebagian pesanan, satu baris per SKU dengan sku dan quantity. Tidak ada yang dikirim sebelum Anda melihat hasil tiap baris.',
    label: 'Berkas CSV atau XLSX',
    look: 'Lihat hasilnya',
    close: 'Tutup',
    list: 'Paket dalam berkas',
    heads: { rows: 'Baris', order: 'Pesanan', number: 'Nomor resi', parts: 'Buah' },
    complete: 'Pesanan lengkap',
    same: (count) => `${count} nomor sudah ada di pesanannya dan dibiarkan.`,
    refused: (count) => `${count} paket tidak bisa dikirim:`,
    row: (row) => `Baris ${row}`,
    leave: 'Lewati ini dan kirim yang lain',
    stops: 'Perbaiki baris itu, atau lewati.',
    nothing: 'Tidak ada yang dikirim dari berkas ini.',
    others: (count) => `dan ${count} paket lagi`,
    go: (count) => `Kirim ${count} paket`,
    done: (count) => `${count} paket dikirim; toko diberi tahu`,
  },
});
