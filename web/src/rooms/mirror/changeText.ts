// Texts of the dialogs that propose a change of what a shop shows.
import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    change: 'Change',
    what: { price: 'Price', title: 'Title', description: 'Description', state: 'Visibility' },
    verb: { price: 'Change price', title: 'Change title', description: 'Change description', state: 'Change visibility' },
    priceOf: (name: string) => `Change the price of ${name}`,
    dialog: {
      price: (name: string) => `Change the price of ${name}`,
      title: (name: string) => `Change the title of ${name}`,
      description: (name: string) => `Change the description of ${name}`,
      state: (name: string) => `Change the visibility of ${name}`,
    },
    set: {
      price: (name: string) => `Price of ${name}`,
      title: (name: string) => `Title of ${name}`,
      description: (name: string) => `Description of ${name}`,
      state: (name: string) => `Visibility of ${name}`,
    },
    more: 'Nothing is sent yet. Next you see exactly what would be sent, and approve it there.',
    see: 'See what would be sent',
    same: 'The shop shows this already.',
    sameNext: 'Enter something else, or leave it as it is.',
    cannot: 'This cannot be changed so.',
  },
  id: {
    change: 'Ubah',
    what: { price: 'Harga', title: 'Judul', description: 'Deskripsi', state: 'Tampilan' },
    verb: { price: 'Ubah harga', title: 'Ubah judul', description: 'Ubah deskripsi', state: 'Ubah tampilan' },
    priceOf: (name) => `Ubah harga ${name}`,
    dialog: {
      price: (name) => `Ubah harga ${name}`,
      title: (name) => `Ubah judul ${name}`,
      description: (name) => `Ubah deskripsi ${name}`,
      state: (name) => `Ubah tampilan ${name}`,
    },
    set: {
      price: (name) => `Harga ${name}`,
      title: (name) => `Judul ${name}`,
      description: (name) => `Deskripsi ${name}`,
      state: (name) => `Tampilan ${name}`,
    },
    more: 'Belum ada yang dikirim. Berikutnya Anda melihat persis yang akan dikirim, dan menyetujuinya di sana.',
    see: 'Lihat yang akan dikirim',
    same: 'Toko sudah menampilkan ini.',
    sameNext: 'Masukkan yang lain, atau biarkan.',
    cannot: 'Ini tidak dapat diubah begini.',
  },
});
