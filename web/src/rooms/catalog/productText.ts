// Texts of the page of a product.
import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    gone: 'There is no such product', goneMore: 'It may have been removed.', back: 'To the catalogue',
    archived: 'This product is archived: it is in no list and takes no room in the plan.',
    rail: 'About this product',
    texts: 'Texts', textsSub: 'What shops are given, if they have nothing of their own.',
    fields: {
      title: 'Name', summary_html: 'Short text', description_html: 'Description', handle: 'Name in addresses', seo_title: 'Title for search engines', seo_description: 'Description for search engines',
      brand_id: 'Brand', category_id: 'Category', tags: 'Tags', options: 'What a buyer chooses',
      sku: 'SKU', gtin: 'Barcode', price: 'List price', weight_g: 'Weight', choices: 'Choices', state: 'State', position: 'Place', parts: 'Parts',
    } as Record<string, string>,
    tagsHelp: 'With commas between them.', optionsHelp: 'Such as Colour, Size. With commas between them.', html: 'HTML, as shops take it.', none: 'none',
    sorting: 'Brand, category, tags', attributes: 'Attributes', noAttributes: 'No attributes are set up.', setUp: 'Set some up', yes: 'yes', no: 'no', notSaid: 'not said',
    saved: 'Saved.', saveIt: 'Save',
    variants: 'Variants', variantsSub: 'Copy cells from a spreadsheet and paste them here.', add: 'Add a row', split: 'Split off', archive: 'Archive', restore: 'Restore',
    changed: (count: number) => (count === 1 ? '1 row changed' : `${count} rows changed`), discard: 'Discard', picked: (count: number) => (count === 1 ? '1 selected' : `${count} selected`),
    pick: (name: string) => `Select ${name}`, cell: (column: string, row: number) => `${column}, row ${row}`, wrongCells: 'The marked cells cannot be read. Correct them.', weightUnit: 'g',
    newRow: 'new', splitDone: 'Split off.', splitTitle: 'Name of the new product', splitHelp: 'Empty: as this one, or as the product that they came from.',
    offers: 'Sold at', noOffers: 'No shop sells it yet.', unlink: 'Not the same', unlinked: 'The listing waits to be matched again.', unlinkOf: (name: string) => `${name} is not the same product`,
    bundle: 'Made of', noBundle: 'No variant is a bundle.', partOf: (sku: string) => `${sku} is made of`, partSku: 'SKU of the part', partCount: 'Times', addPart: 'Add part', removePart: 'Remove', partMissing: 'No product has this SKU.',
    bundleOf: 'Variant',
    translations: 'Translations', translate: 'Add a language', language: 'Language', languageHelp: 'Such as id, de, zh.', noTranslations: 'The texts above are shown in every language.',
    costs: 'Costs', noCosts: 'Nothing is said of what it costs.', supplier: 'from the supplier', landed: 'landed', kind: 'Kind', amount: 'Amount', currency: 'Currency', source: 'Source', setCost: 'Set cost', since: 'since', costHelp: 'As exact as it is, such as 0.0035.', costSaved: 'The cost was set.', variant: 'Variant', wrongAmount: 'Type an amount, such as 12.50.',
    history: 'History', noHistory: 'Nothing has happened yet.', more: 'Show older', who: 'by',
    clashTitle: 'Somebody else changed the same', clashMore: 'The other fields were saved. Of these, choose.', base: 'You read', ours: 'You want', theirs: 'There now', keep: 'Keep what is there', takeMine: 'Put mine',
    mergeTitle: 'Merge another product into this one', mergeMore: (variants: number, offers: number) => `${variants} variants and ${offers} links to shops come here. The other product is archived; splitting brings it back.`,
    mergeClash: 'Both say something here. Which holds?', mergeVerb: 'Merge', merged: 'Merged.', thisOne: 'This one', otherOne: 'The other', noClash: 'Nothing clashes.',
    openShop: 'Show what the shop shows',
  },
  id: {
    gone: 'Tidak ada produk seperti itu', goneMore: 'Mungkin sudah dihapus.', back: 'Ke katalog',
    archived: 'Produk ini diarsipkan: tidak ada di daftar mana pun dan tidak memakan tempat dalam paket.',
    rail: 'Tentang produk ini',
    texts: 'Teks', textsSub: 'Yang diberikan ke toko, jika tidak punya sendiri.',
    fields: {
      title: 'Nama', summary_html: 'Teks singkat', description_html: 'Deskripsi', handle: 'Nama di alamat', seo_title: 'Judul untuk mesin pencari', seo_description: 'Deskripsi untuk mesin pencari',
      brand_id: 'Merek', category_id: 'Kategori', tags: 'Tag', options: 'Yang dipilih pembeli',
      sku: 'SKU', gtin: 'Kode batang', price: 'Harga katalog', weight_g: 'Berat', choices: 'Pilihan', state: 'Keadaan', position: 'Urutan', parts: 'Bagian',
    } as Record<string, string>,
    tagsHelp: 'Dipisahkan koma.', optionsHelp: 'Misalnya Warna, Ukuran. Dipisahkan koma.', html: 'HTML, seperti diterima toko.', none: 'tidak ada',
    sorting: 'Merek, kategori, tag', attributes: 'Atribut', noAttributes: 'Belum ada atribut.', setUp: 'Buat atribut', yes: 'ya', no: 'tidak', notSaid: 'tidak disebut',
    saved: 'Tersimpan.', saveIt: 'Simpan',
    variants: 'Varian', variantsSub: 'Salin sel dari lembar kerja dan tempel di sini.', add: 'Tambah baris', split: 'Pisahkan', archive: 'Arsipkan', restore: 'Pulihkan',
    changed: (count) => `${count} baris berubah`, discard: 'Buang', picked: (count) => `${count} dipilih`,
    pick: (name) => `Pilih ${name}`, cell: (column, row) => `${column}, baris ${row}`, wrongCells: 'Sel yang ditandai tidak bisa dibaca. Perbaiki.', weightUnit: 'g',
    newRow: 'baru', splitDone: 'Dipisahkan.', splitTitle: 'Nama produk baru', splitHelp: 'Kosong: seperti yang ini, atau seperti produk asalnya.',
    offers: 'Dijual di', noOffers: 'Belum ada toko yang menjualnya.', unlink: 'Bukan yang sama', unlinked: 'Daftar jual itu menunggu dicocokkan lagi.', unlinkOf: (name) => `${name} bukan produk yang sama`,
    bundle: 'Terdiri dari', noBundle: 'Tidak ada varian yang berupa paket.', partOf: (sku) => `${sku} terdiri dari`, partSku: 'SKU bagian', partCount: 'Kali', addPart: 'Tambah bagian', removePart: 'Hapus', partMissing: 'Tidak ada produk dengan SKU ini.',
    bundleOf: 'Varian',
    translations: 'Terjemahan', translate: 'Tambah bahasa', language: 'Bahasa', languageHelp: 'Misalnya id, de, zh.', noTranslations: 'Teks di atas ditampilkan dalam setiap bahasa.',
    costs: 'Biaya', noCosts: 'Belum disebut berapa biayanya.', supplier: 'dari pemasok', landed: 'sampai gudang', kind: 'Jenis', amount: 'Jumlah', currency: 'Mata uang', source: 'Sumber', setCost: 'Atur biaya', since: 'sejak', costHelp: 'Setepat adanya, misalnya 0.0035.', costSaved: 'Biaya diatur.', variant: 'Varian', wrongAmount: 'Ketik jumlah, misalnya 12.50.',
    history: 'Riwayat', noHistory: 'Belum terjadi apa-apa.', more: 'Tampilkan yang lebih lama', who: 'oleh',
    clashTitle: 'Orang lain mengubah hal yang sama', clashMore: 'Bidang lain tersimpan. Untuk yang ini, pilih.', base: 'Anda baca', ours: 'Anda mau', theirs: 'Sekarang', keep: 'Biarkan yang ada', takeMine: 'Pakai milik saya',
    mergeTitle: 'Gabungkan produk lain ke yang ini', mergeMore: (variants, offers) => `${variants} varian dan ${offers} tautan toko pindah ke sini. Produk lain diarsipkan; memisahkan mengembalikannya.`,
    mergeClash: 'Keduanya berisi di sini. Mana yang berlaku?', mergeVerb: 'Gabungkan', merged: 'Digabungkan.', thisOne: 'Yang ini', otherOne: 'Yang lain', noClash: 'Tidak ada yang bertentangan.',
    openShop: 'Lihat yang ditampilkan toko',
  },
});

export const fieldName = (field: string): string => {
  const [head, ...rest] = field.split('.');
  if (head === 'attributes') return rest.join('.');
  if (head === 'translations') return `${text.fields[rest[1] ?? ''] ?? rest[1]} (${rest[0]})`;
  return text.fields[field] ?? field;
};
