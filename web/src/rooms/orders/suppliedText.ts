// Texts of what is bought at suppliers for an order.
import { catalogue } from '../../lib/catalogue.ts';

type Words = Readonly<Record<string, string>>;

export const text = catalogue({
  en: {
    title: 'From suppliers',
    failed: 'What is bought at suppliers for this order could not be read.',
    none: 'Nothing of it is bought at a supplier.',
    again: 'Read it again',
    number: (number: string) => `Supplier order ${number}`,
    at: (supplier: string) => `Bought at ${supplier}`,
    states: {
      waiting: 'Waits for its quote', asking: 'Asks a person', quoted: 'Quoted', placing: 'Being placed', unsure: 'Answer lost', unpaid: 'Unpaid', placed: 'Placed',
      sent: 'On its way', delivered: 'Delivered', refused: 'Refused', stopped: 'Stopped', cancelling: 'Being cancelled', cancelled: 'Cancelled',
    },
    pieces: (count: number, title: string) => `${count} × ${title}`,
    from: (count: number, supplier: string) => `${count} from ${supplier}`,
    bought: (count: number) => `${count} from a supplier`,
    places: (time: string) => `Places itself at ${time}`,
    placesMore: 'A cancellation of the shopper until then wins.',
    placedNow: 'It is placed now',
    placesOnceFree: 'Places itself once the order goes on',
    nexts: {
      waiting: 'Price, stock and freight are being asked for.', asking: 'It goes no further until somebody says what to do.', placing: 'It is a change on its way.', unsure: 'Nobody knows yet whether it stands there; it is settled by reading, or by you.',
      unpaid: 'The supplier sends nothing before it is paid.', placed: 'The supplier sends it; its parcels appear here.', sent: 'Its parcels are followed; the shop is told.', delivered: 'Its parcels have arrived.', refused: 'Nothing was ordered. Put right what it says, or buy elsewhere.',
      stopped: 'Nothing was ordered.', cancelling: 'The supplier was asked to end it.', cancelled: 'It does not stand there any more.',
    } as Words,
    place_now: 'Place now',
    stop: 'Stop',
    open: 'Open the supplier order',
    done: { place_now: 'It is placed now', stop: 'It is stopped; nothing was ordered' },
    moved: 'It had moved on meanwhile; nothing was done',
    cost: 'Cost',
    arrives: 'arrives by',
  },
  id: {
    title: 'Dari pemasok',
    failed: 'Yang dibeli di pemasok untuk pesanan ini tidak bisa dibaca.',
    none: 'Tidak ada yang dibeli di pemasok untuk pesanan ini.',
    again: 'Baca lagi',
    number: (number) => `Pesanan pemasok ${number}`,
    at: (supplier) => `Dibeli di ${supplier}`,
    states: {
      waiting: 'Menunggu penawaran', asking: 'Perlu keputusan', quoted: 'Sudah ada penawaran', placing: 'Sedang dipesan', unsure: 'Jawaban hilang', unpaid: 'Belum dibayar', placed: 'Sudah dipesan',
      sent: 'Dalam perjalanan', delivered: 'Diterima', refused: 'Ditolak', stopped: 'Dihentikan', cancelling: 'Sedang dibatalkan', cancelled: 'Dibatalkan',
    },
    pieces: (count, title) => `${count} × ${title}`,
    from: (count, supplier) => `${count} dari ${supplier}`,
    bought: (count) => `${count} dari pemasok`,
    places: (time) => `Dipesan sendiri pukul ${time}`,
    placesMore: 'Sampai saat itu pembatalan pembeli menang.',
    placedNow: 'Dipesan sekarang',
    placesOnceFree: 'Dipesan sendiri begitu pesanan dilanjutkan',
    nexts: {
      waiting: 'Harga, stok, dan ongkos kirim sedang ditanyakan.', asking: 'Tidak dilanjutkan sampai seseorang menentukan.', placing: 'Menjadi perubahan yang sedang dikirim.', unsure: 'Belum diketahui apakah sudah terpesan; diselesaikan dengan membaca, atau oleh Anda.',
      unpaid: 'Pemasok tidak mengirim sebelum dibayar.', placed: 'Pemasok yang mengirim; paketnya muncul di sini.', sent: 'Paketnya diikuti; toko diberi tahu.', delivered: 'Paketnya sudah sampai.', refused: 'Tidak ada yang dipesan. Bereskan yang disebut, atau beli di tempat lain.',
      stopped: 'Tidak ada yang dipesan.', cancelling: 'Pemasok diminta mengakhirinya.', cancelled: 'Tidak lagi tercatat di sana.',
    },
    place_now: 'Pesan sekarang',
    stop: 'Hentikan',
    open: 'Buka pesanan pemasok',
    done: { place_now: 'Dipesan sekarang', stop: 'Dihentikan; tidak ada yang dipesan' },
    moved: 'Statusnya sudah berubah sementara itu; tidak ada yang dilakukan',
    cost: 'Biaya',
    arrives: 'tiba paling lambat',
  },
});
