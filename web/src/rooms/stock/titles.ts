// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Stock', words: 'stock levels inventory available on hand adjust count',
    item: 'Stock of a variant',
    opening: 'Opening counts', openingWords: 'opening count shops disagree waits',
    shops: 'Stock at shops', shopsWords: 'push buffer safety stock hold shop channel latency',
    shop: 'Stock at a shop',
    counts: 'Stock counts', countsWords: 'count inventory scan difference stocktake', count: 'Stock count',
    transfers: 'Transfers', transfersWords: 'move goods between places send receive', transfer: 'Transfer',
    promotions: 'Kept for promotions', promotionsWords: 'reserve pieces campaign promotion',
    alerts: 'Stock alerts', alertsWords: 'low out of stock sold out limit',
    places: 'Places', placesWords: 'warehouse location place',
  },
  id: {
    title: 'Stok', words: 'stok jumlah persediaan tersedia sesuaikan hitung',
    item: 'Stok satu varian',
    opening: 'Stok awal', openingWords: 'stok awal toko berbeda menunggu',
    shops: 'Stok di toko', shopsWords: 'sinkron kirim stok pengaman tahan toko kecepatan',
    shop: 'Stok di satu toko',
    counts: 'Stok opname', countsWords: 'hitung persediaan pindai selisih opname', count: 'Stok opname',
    transfers: 'Transfer stok', transfersWords: 'pindahkan barang antar gudang kirim terima mutasi', transfer: 'Transfer stok',
    promotions: 'Disimpan untuk promosi', promotionsWords: 'cadangkan barang kampanye promosi',
    alerts: 'Peringatan stok', alertsWords: 'menipis habis stok batas',
    places: 'Gudang', placesWords: 'gudang lokasi rak',
  },
});
