// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: { entry: 'Catalogue', title: 'Catalogue', words: 'products variants sku barcode catalogue goods', product: 'Product', matches: 'Matches', matchWords: 'match listings link sku same product', names: 'Brands, categories, attributes', nameWords: 'brand category attribute unit' },
  id: { entry: 'Katalog', title: 'Katalog', words: 'produk varian sku kode batang katalog barang', product: 'Produk', matches: 'Pencocokan', matchWords: 'cocokkan daftar jual sku produk sama', names: 'Merek, kategori, atribut', nameWords: 'merek kategori atribut satuan' },
});
