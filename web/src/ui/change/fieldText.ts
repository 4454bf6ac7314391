// What the fields of things at shops are called, and what may stand in them.
import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    fields: {
      price: 'Price', compare_at: 'Struck out beside it', regular: 'Regular price', sale_price: 'Sale price', quantity: 'Stock', title: 'Title', description_html: 'Description', summary_html: 'Short description',
      state: 'Visibility', listed: 'In lists and search', sku: 'SKU', gtin: 'GTIN', barcode: 'Barcode', tags: 'Tags', categories: 'Categories', images: 'Pictures', vendor: 'Brand', kind: 'Kind', handle: 'Address in the shop', options: 'Options', variants: 'Variants', choices: 'Option values', tag_terms: 'Tags', category: 'Category',
      seo_title: 'Title for search engines', seo_description: 'Description for search engines',
    } as Record<string, string>,
    states: { live: 'In the shop', draft: 'Draft', private: 'Hidden', pending: 'Waits for review', scheduled: 'Scheduled', archived: 'Archived', trashed: 'In the bin' } as Record<string, string>,
    yes: 'yes',
    no: 'no',
    nothing: 'nothing',
    before: 'before:',
    after: 'after:',
    added: 'added',
    removed: 'removed',
    marks: 'The words are the same; what changes is how they are marked up.',
    more: (count: number) => `and ${count} more`,
    noDifference: 'Nothing is different.',
  },
  id: {
    fields: {
      price: 'Harga', compare_at: 'Dicoret di sampingnya', regular: 'Harga biasa', sale_price: 'Harga obral', quantity: 'Stok', title: 'Judul', description_html: 'Deskripsi', summary_html: 'Deskripsi singkat',
      state: 'Tampilan', listed: 'Ada di daftar dan pencarian', sku: 'SKU', gtin: 'GTIN', barcode: 'Kode batang', tags: 'Tag', categories: 'Kategori', images: 'Gambar', vendor: 'Merek', kind: 'Jenis', handle: 'Alamat di toko', options: 'Pilihan', variants: 'Varian', choices: 'Nilai pilihan', tag_terms: 'Tag', category: 'Kategori',
      seo_title: 'Judul untuk mesin pencari', seo_description: 'Deskripsi untuk mesin pencari',
    },
    states: { live: 'Ada di toko', draft: 'Draf', private: 'Disembunyikan', pending: 'Menunggu tinjauan', scheduled: 'Terjadwal', archived: 'Diarsipkan', trashed: 'Di tempat sampah' },
    yes: 'ya',
    no: 'tidak',
    nothing: 'kosong',
    before: 'sebelum:',
    after: 'sesudah:',
    added: 'ditambah',
    removed: 'dihapus',
    marks: 'Kata-katanya sama; yang berubah adalah penandaannya.',
    more: (count) => `dan ${count} lagi`,
    noDifference: 'Tidak ada yang berbeda.',
  },
});
