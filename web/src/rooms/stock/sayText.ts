// Why a shop shows what it shows, from the codes and numbers of the server, in the reader's language.
import { catalogue } from '../../lib/catalogue.ts';

export type Facts = Readonly<Record<string, string>>;
type Say = Readonly<Record<string, (told: Facts) => string>>;
type Named = Readonly<Record<string, (shop: string) => string>>;

export const text = catalogue({
  en: {
    steps: {
      on_hand: () => 'On hand',
      reserved: () => 'Reserved',
      promised: () => 'Kept for promotions',
      supplied: () => 'At suppliers',
      part: () => 'Parts of the bundle',
      keep_percent: () => 'Kept back, a share',
      keep_count: () => 'Kept back, pieces',
      safety: () => 'Safety stock',
      show_max: () => 'The most it shows',
    } as Named,
    told: {
      on_hand: () => 'At the places that this shop sells from.',
      reserved: () => 'Held for orders.',
      promised: () => 'Kept for promotions at other shops.',
      supplied: ({ told, places, age_h: age, sure, count }) =>
        places === '1' ? `${told} told ${age} h ago, ${sure} % sure: ${count} are believed.` : `${told} told by ${places} suppliers, up to ${age} h ago, at least ${sure} % sure: ${count} are believed.`,
      part: ({ about }) => `The scarcest part is ${about || 'one of them'}.`,
      keep_percent: ({ percent }) => `${percent} % are kept back here.`,
      keep_count: ({ kept }) => (kept === '1' ? '1 piece is always kept back here.' : `${kept} pieces are always kept back here.`),
      safety: ({ per_day: pace, seconds, expected, kept, percent }) =>
        pace
          ? `News takes a while to get there. ${pace} a day are sold over all shops, and this shop knows of it after ${seconds} s at the latest in 19 of 20 cases. On average ${expected} are sold before it knows; ${kept} kept back are enough in ${percent} % of all cases, which is where one sold too many and one not sold cost the same.`
          : 'News takes a while to get there. How many are needed is worked out every hour.',
      show_max: ({ left }) => `This shop shows at most ${left}.`,
    } as Say,
    ways: {
      supplied: (shop) => `Let ${shop} sell what suppliers have`,
      keep_percent: () => 'Keep no share back',
      keep_count: () => 'Keep no pieces back',
      safety: () => 'Keep no safety stock',
      show_max: () => 'Lift the most that is shown',
    } as Named,
    verdicts: {
      waiting: () => 'It waits for its opening count, so no shop is told anything of it.',
      uncounted: () => 'Nobody counts it here, so no shop is told anything of it.',
      off: ({ should }) => `This shop counts for itself. Told of stock it would show ${should}.`,
      held: ({ why }) => `This shop is held: ${why}`,
      endless: () => 'The shop sells it without counting, so it is told no number.',
      proven: ({ should }) => `It should show ${should}, and it does.`,
      asked: ({ should, shows }) => `It should show ${should}; that is on its way, and it still shows ${shows}.`,
      differs: ({ should, shows }) => `It should show ${should}, and it shows ${shows}. It is told at the next turn.`,
    } as Say,
    reasons: {
      shipped: 'shipped', 'no longer wanted': 'no longer wanted', 'came back': 'came back', 'came back and is of no use': 'came back and is of no use', 'refunded and taken back': 'refunded and taken back',
    } as Readonly<Record<string, string>>,
    opened: 'Opening count',
    arrived: (place: string) => `received at ${place}`,
    broughtBack: (place: string) => `brought back to ${place}`,
    fromTo: (from: string, to: string) => `${from} to ${to}`,
  },
  id: {
    steps: {
      on_hand: () => 'Stok fisik',
      reserved: () => 'Dicadangkan',
      promised: () => 'Disimpan untuk promosi',
      supplied: () => 'Di pemasok',
      part: () => 'Isi paket bundling',
      keep_percent: () => 'Disisihkan, persen',
      keep_count: () => 'Disisihkan, jumlah',
      safety: () => 'Stok pengaman',
      show_max: () => 'Batas tampil',
    },
    told: {
      on_hand: () => 'Di gudang yang dipakai toko ini untuk berjualan.',
      reserved: () => 'Dicadangkan untuk pesanan.',
      promised: () => 'Disimpan untuk promosi di toko lain.',
      supplied: ({ told, places, age_h: age, sure, count }) =>
        places === '1' ? `${told} dikabarkan ${age} jam lalu, ${sure}% yakin: ${count} dipercaya.` : `${told} dikabarkan ${places} pemasok, paling lama ${age} jam lalu, paling sedikit ${sure}% yakin: ${count} dipercaya.`,
      part: ({ about }) => `Yang paling sedikit: ${about || 'salah satu isinya'}.`,
      keep_percent: ({ percent }) => `${percent}% disisihkan di toko ini.`,
      keep_count: ({ kept }) => `${kept} buah selalu disisihkan di toko ini.`,
      safety: ({ per_day: pace, seconds, expected, kept, percent }) =>
        pace
          ? `Kabar penjualan perlu waktu sampai ke sana. Di semua toko terjual ${pace} per hari, dan toko ini tahu paling lambat setelah ${seconds} detik dalam 19 dari 20 kejadian. Rata-rata ${expected} terjual sebelum toko tahu; ${kept} yang disisihkan cukup dalam ${percent}% kejadian, yaitu titik di mana kelebihan jual dan kehilangan penjualan sama mahalnya.`
          : 'Kabar penjualan perlu waktu sampai ke sana. Jumlah yang diperlukan dihitung tiap jam.',
      show_max: ({ left }) => `Toko ini menampilkan paling banyak ${left}.`,
    },
    ways: {
      supplied: (shop) => `Biarkan ${shop} menjual stok pemasok`,
      keep_percent: () => 'Jangan sisihkan persen',
      keep_count: () => 'Jangan sisihkan barang',
      safety: () => 'Tanpa stok pengaman',
      show_max: () => 'Hapus batas tampil',
    },
    verdicts: {
      waiting: () => 'Menunggu stok awal, jadi stoknya belum dikirim ke toko mana pun.',
      uncounted: () => 'Tidak dihitung di sini, jadi stoknya tidak dikirim ke toko mana pun.',
      off: ({ should }) => `Toko ini menghitung sendiri. Bila sinkron stok diaktifkan, akan tampil ${should}.`,
      held: ({ why }) => `Toko ini ditahan: ${why}`,
      endless: () => 'Toko menjualnya tanpa menghitung stok, jadi tidak ada angka yang dikirim.',
      proven: ({ should }) => `Seharusnya tampil ${should}, dan sudah begitu.`,
      asked: ({ should, shows }) => `Seharusnya tampil ${should}; sedang dikirim, dan toko masih menampilkan ${shows}.`,
      differs: ({ should, shows }) => `Seharusnya tampil ${should}, tetapi toko menampilkan ${shows}. Akan dikirim pada giliran berikutnya.`,
    },
    reasons: {
      shipped: 'dikirim', 'no longer wanted': 'tidak diperlukan lagi', 'came back': 'barang kembali', 'came back and is of no use': 'barang kembali, tidak layak jual', 'refunded and taken back': 'dana dikembalikan, barang masuk lagi',
    },
    opened: 'Stok awal',
    arrived: (place) => `diterima di ${place}`,
    broughtBack: (place) => `dikembalikan ke ${place}`,
    fromTo: (from, to) => `${from} ke ${to}`,
  },
});
