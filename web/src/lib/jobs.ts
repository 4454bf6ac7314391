// What a job is called, for the tray, the first page and the list of jobs.
import { catalogue } from './catalogue.ts';

export const text = catalogue({
  en: {
    names: {
      'engine.send_mail': 'Send a mail',
      'engine.forget_mails': 'Forget old mails',
      'engine.back_up': 'Back everything up',
      'engine.pack_archive': 'Pack the archive',
      'engine.rotate_keys': 'Renew the keys',
      'engine.make_months': 'Make room for the next month',
      'engine.forget_answers': 'Forget old answers',
      'engine.verify_log': 'Check the log',
      'identity.tidy': 'Tidy up sign-ins',
      'identity.close': 'Close what was deleted',
      'notices.deliver': 'Call a webhook',
      'notices.mail': 'Mail notices',
      'notices.forget': 'Forget old notices',
      'notices.tell_operator': 'Tell the operator',
      'connections.check': 'Look at the webhooks of a shop',
      'connections.renew': 'Renew the token of a shop',
      'connections.tend': 'Look after the shops',
      'connections.forget': 'Forget consents that were not used',
      'catalog.fetch_media': 'Fetch the pictures of a product',
      'catalog.check_import': 'Check a file of products',
      'catalog.apply_import': 'Apply a file of products',
      'catalog.edit_many': 'Edit many products',
      'mirror.tend': 'See which shops are to be read',
      'mirror.pull': 'Read everything of a shop',
      'mirror.look': 'Look for what changed in a shop',
      'mirror.refresh': 'Read what a webhook told of',
      'stock.push': 'Tell shops of stock',
      'stock.compare': 'Compare a whole shop with its stock',
      'stock.open': 'Open the counts that shops agree on',
      'stock.look': 'Read what a shop shows of stock',
      'stock.look_whole': 'Read all that a shop shows of stock',
      'stock.keep_back': 'Work out safety stock of a shop',
      'stock.keep_back_everywhere': 'Work out safety stock',
      'stock.tend': 'See which shops are to be told of stock',
      'stock.turn_promotions': 'Begin and end promotions',
    },
  },
  id: {
    names: {
      'engine.send_mail': 'Kirim surel',
      'engine.forget_mails': 'Lupakan surel lama',
      'engine.back_up': 'Cadangkan semuanya',
      'engine.pack_archive': 'Kemas arsip',
      'engine.rotate_keys': 'Perbarui kunci',
      'engine.make_months': 'Siapkan ruang untuk bulan depan',
      'engine.forget_answers': 'Lupakan jawaban lama',
      'engine.verify_log': 'Periksa log',
      'identity.tidy': 'Rapikan data masuk',
      'identity.close': 'Tutup yang sudah dihapus',
      'notices.deliver': 'Panggil webhook',
      'notices.mail': 'Kirim pemberitahuan lewat surel',
      'notices.forget': 'Lupakan pemberitahuan lama',
      'notices.tell_operator': 'Beri tahu operator',
      'connections.check': 'Periksa webhook toko',
      'connections.renew': 'Perbarui token toko',
      'connections.tend': 'Jaga toko-toko',
      'connections.forget': 'Lupakan persetujuan yang tidak dipakai',
      'catalog.fetch_media': 'Ambil gambar produk',
      'catalog.check_import': 'Periksa berkas produk',
      'catalog.apply_import': 'Terapkan berkas produk',
      'catalog.edit_many': 'Sunting banyak produk',
      'mirror.tend': 'Lihat toko mana yang harus dibaca',
      'mirror.pull': 'Baca semua dari toko',
      'mirror.look': 'Cari yang berubah di toko',
      'mirror.refresh': 'Baca yang diberitahukan webhook',
      'stock.push': 'Beri tahu toko tentang stok',
      'stock.compare': 'Bandingkan seluruh toko dengan stoknya',
      'stock.open': 'Buka stok awal yang disepakati toko',
      'stock.look': 'Baca stok yang ditampilkan toko',
      'stock.look_whole': 'Baca semua stok yang ditampilkan toko',
      'stock.keep_back': 'Hitung stok aman satu toko',
      'stock.keep_back_everywhere': 'Hitung stok aman',
      'stock.tend': 'Lihat toko mana yang harus diberi tahu stok',
      'stock.turn_promotions': 'Mulai dan akhiri promosi',
    },
  },
});

/** What it says of itself, or how we call it, or its bare name. */
export function calledJob(job: { name: string; message: string }): string {
  return job.message || jobName(job.name);
}

export function jobName(name: string): string {
  return (text.names as Readonly<Record<string, string>>)[name] ?? name;
}

export function jobNames(): Readonly<Record<string, string>> {
  return text.names;
}
