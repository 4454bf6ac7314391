// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    entry: 'In the shops',
    products: 'Products in the shops',
    product: 'Product in a shop',
    offer: 'Variant in a shop',
    orders: 'Orders of the shops',
    order: 'Order of a shop',
    customers: 'Customers of the shops',
    customer: 'Customer of a shop',
    stock: 'Stock by place',
    words: 'mirror shown read document raw',
  },
  id: {
    entry: 'Di toko',
    products: 'Produk di toko',
    product: 'Produk di sebuah toko',
    offer: 'Varian di sebuah toko',
    orders: 'Pesanan toko',
    order: 'Pesanan sebuah toko',
    customers: 'Pelanggan toko',
    customer: 'Pelanggan sebuah toko',
    stock: 'Stok per tempat',
    words: 'cermin tampil dibaca dokumen mentah',
  },
});
