// Texts of brands, categories and attributes.
import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    title: 'Brands, categories, attributes',
    facts: 'What products are named by. Products keep what they have when something is renamed.',
    brands: 'Brands', categories: 'Categories', attributes: 'Attributes',
    brandsMore: 'A name that another brand has makes the two one.',
    categoriesMore: 'One tree of your own. What shops call their categories is theirs.',
    attributesMore: 'What can be said of every product. The type stays.',
    noBrands: 'No brand yet.', noCategories: 'No category yet.', noAttributes: 'No attribute yet.',
    name: 'Name', under: 'Under', top: 'at the top', add: 'Add', save: 'Save', edit: (name: string) => `Edit ${name}`, archive: 'Archive', restore: 'Restore', archived: 'archived',
    key: 'Key', keyHelp: 'In small letters, such as net_weight. It stays.', type: 'Type', unit: 'Unit', choices: 'Choices', choicesHelp: 'With commas between them.',
    types: { text: 'text', number: 'number', yes_no: 'yes or no', choice: 'choice', date: 'day', measure: 'measure' },
    addBrand: 'Add a brand', addCategory: 'Add a category', addAttribute: 'Add an attribute', editTitle: 'Change', saved: 'Saved.',
  },
  id: {
    title: 'Merek, kategori, atribut',
    facts: 'Penamaan produk. Produk tetap memiliki namanya ketika sesuatu diganti nama.',
    brands: 'Merek', categories: 'Kategori', attributes: 'Atribut',
    brandsMore: 'Nama yang dimiliki merek lain menjadikan keduanya satu.',
    categoriesMore: 'Satu pohon milik Anda. Nama kategori toko tetap milik toko.',
    attributesMore: 'Yang bisa disebut tentang setiap produk. Jenisnya tetap.',
    noBrands: 'Belum ada merek.', noCategories: 'Belum ada kategori.', noAttributes: 'Belum ada atribut.',
    name: 'Nama', under: 'Di bawah', top: 'paling atas', add: 'Tambah', save: 'Simpan', edit: (name) => `Ubah ${name}`, archive: 'Arsipkan', restore: 'Pulihkan', archived: 'diarsipkan',
    key: 'Kunci', keyHelp: 'Huruf kecil, misalnya net_weight. Tidak berubah.', type: 'Jenis', unit: 'Satuan', choices: 'Pilihan', choicesHelp: 'Dipisahkan koma.',
    types: { text: 'teks', number: 'angka', yes_no: 'ya atau tidak', choice: 'pilihan', date: 'hari', measure: 'ukuran' },
    addBrand: 'Tambah merek', addCategory: 'Tambah kategori', addAttribute: 'Tambah atribut', editTitle: 'Ubah', saved: 'Tersimpan.',
  },
});
