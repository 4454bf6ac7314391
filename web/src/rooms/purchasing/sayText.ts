// Why a supplier order waits or came to nothing, from its codes and facts, with the next step.
import { catalogue } from '../../lib/catalogue.ts';

export type Facts = Readonly<Record<string, string>>;
type Say = Readonly<Record<string, { readonly say: (told: Facts) => string; readonly next: string }>>;
type Words = Readonly<Record<string, string>>;

export const text = catalogue({
  en: {
    findings: {
      no_way: { say: () => 'The supplier sends these goods to that country in no way.', next: 'Buy them elsewhere, or talk to the buyer.' },
      off_sale: { say: ({ title }) => `\u201C${title}\u201D is not sold there any more.`, next: 'Look for another offer of it, or stop this order.' },
      no_stock: { say: ({ title, wanted, there }) => `Of \u201C${title}\u201D ${wanted} are wanted, and the supplier has ${there}.`, next: 'Wait and have it quoted again, or buy it elsewhere.' },
      above: { say: ({ is, expected, limit }) => `The goods cost ${is}; expected were ${expected}. That is more than ${limit}\u2009% above it.`, next: 'Say yes if it is worth it, or stop it.' },
      above_hidden: { say: () => 'The goods cost more than was expected.', next: 'Say yes if it is worth it, or stop it.' },
      margin_hidden: { say: () => 'Less of the sale remains than should.', next: 'Say yes if it is worth it, or stop it.' },
      margin: { say: ({ left, sale, limit }) => `Of ${sale} that the buyer pays ${left} remains, less than the floor of ${limit}\u2009%.`, next: 'Say yes if it is worth it, or stop it.' },
      no_price: { say: ({ title }) => `The supplier shows no price for \u201C${title}\u201D.`, next: 'Have it quoted again, or look at it there.' },
      currency: { say: ({ sale, cost }) => (sale ? `Between ${sale}, which the buyer pays, and ${cost} there is no rate, so nobody knows what remains.` : 'Goods and freight are priced in two currencies.'), next: 'Say yes if you know what remains, or stop it.' },
      wish_unproven: { say: ({ wish }) => `\u201C${wish}\u201D is only written for a person there to read; nothing shows that it was done.`, next: 'Say yes for this order, or accept it once for this supplier.' },
      wish_none: { say: ({ wish }) => `\u201C${wish}\u201D is nothing that this supplier can do.`, next: 'Say yes without it, or stop it.' },
      no_balance: { say: () => 'The balance at the supplier does not hold it.', next: 'Fill the balance up there; it then goes on by itself.' },
      address: { say: () => 'The address that it should go to is not known any more.', next: 'Look at the address on the order, then have it quoted again.' },
      refused: { say: ({ why, next }) => [why || 'The supplier refused it.', next].filter(Boolean).join(' '), next: 'Put that right, then have it quoted again.' },
      withdrawn: { say: ({ how }) => `Its change was ${how} before anything was sent.`, next: 'Have it quoted again, or stop it.' },
      unsure: { say: () => 'The answer of the supplier was lost. It may stand there, so nothing is sent again.', next: 'It is settled by reading. Where that cannot be, look there and say its number.' },
      paid_above: { say: () => 'The supplier shows more than was quoted.', next: 'Look at it there.' },
      unpaid: { say: () => 'It stands there and nobody has paid it.', next: 'Pay it, or cancel it.' },
      nameless: { say: () => 'It stands there, and its number was never told to us.', next: 'Look there and say its number, so that it can be followed.' },
      unknown_word: { say: () => 'The supplier uses a word for its state that we do not know.', next: 'Look at it there.' },
      elsewhere: { say: () => 'Another supplier is asked instead.', next: 'Nothing is to be done.' },
      other_goods: { say: () => 'What stands there is not what was ordered.', next: 'Compare it with the supplier before anything is sent.' },
    } as Say,
    other: (code: string) => `The supplier says \u201C${code}\u201D.`,
    otherNext: 'Look at it there.',
    wishes: { no_logo: 'No logo', no_price: 'No price in the parcel', gift_note: 'Gift note', voucher: 'Voucher' } as Words,
    hows: { cancelled: 'withdrawn', expired: 'not approved in time', superseded: 'replaced by another', rehearsed: 'only rehearsed, for the account is not live' } as Words,
  },
  id: {
    findings: {
      no_way: { say: () => 'Pemasok tidak bisa mengirim barang ini ke negara itu.', next: 'Beli di tempat lain, atau hubungi pembeli.' },
      off_sale: { say: ({ title }) => `\u201C${title}\u201D tidak dijual lagi di sana.`, next: 'Cari penawaran lain, atau hentikan pesanan ini.' },
      no_stock: { say: ({ title, wanted, there }) => `Perlu ${wanted} buah \u201C${title}\u201D, pemasok punya ${there}.`, next: 'Tunggu lalu minta penawaran lagi, atau beli di tempat lain.' },
      above: { say: ({ is, expected, limit }) => `Barangnya ${is}; perkiraannya ${expected}. Itu lebih dari ${limit}\u2009% di atas perkiraan.`, next: 'Setujui bila sepadan, atau hentikan.' },
      above_hidden: { say: () => 'Barangnya lebih mahal dari perkiraan.', next: 'Setujui bila sepadan, atau hentikan.' },
      margin_hidden: { say: () => 'Yang tersisa dari penjualan kurang dari batasnya.', next: 'Setujui bila sepadan, atau hentikan.' },
      margin: { say: ({ left, sale, limit }) => `Dari ${sale} yang dibayar pembeli tersisa ${left}, di bawah batas ${limit}\u2009%.`, next: 'Setujui bila sepadan, atau hentikan.' },
      no_price: { say: ({ title }) => `Pemasok tidak menampilkan harga \u201C${title}\u201D.`, next: 'Minta penawaran lagi, atau lihat di sana.' },
      currency: { say: ({ sale, cost }) => (sale ? `Tidak ada kurs antara ${sale} yang dibayar pembeli dan ${cost}, jadi sisanya tidak diketahui.` : 'Barang dan ongkos kirim memakai dua mata uang.'), next: 'Setujui bila Anda tahu sisanya, atau hentikan.' },
      wish_unproven: { say: ({ wish }) => `\u201C${wish}\u201D hanya ditulis untuk dibaca orang di sana; tidak ada bukti bahwa dilakukan.`, next: 'Setujui untuk pesanan ini, atau terima sekali untuk pemasok ini.' },
      wish_none: { say: ({ wish }) => `\u201C${wish}\u201D tidak bisa dilakukan pemasok ini.`, next: 'Setujui tanpa itu, atau hentikan.' },
      no_balance: { say: () => 'Saldo di pemasok tidak cukup.', next: 'Isi saldo di sana; setelah itu dilanjutkan sendiri.' },
      address: { say: () => 'Alamat tujuannya tidak diketahui lagi.', next: 'Periksa alamat di pesanan, lalu minta penawaran lagi.' },
      refused: { say: ({ why, next }) => [why || 'Pemasok menolaknya.', next].filter(Boolean).join(' '), next: 'Bereskan, lalu minta penawaran lagi.' },
      withdrawn: { say: ({ how }) => `Perubahannya ${how} sebelum ada yang dikirim.`, next: 'Minta penawaran lagi, atau hentikan.' },
      unsure: { say: () => 'Jawaban pemasok hilang. Mungkin sudah terpesan, jadi tidak dikirim lagi.', next: 'Diselesaikan dengan membaca. Bila tidak bisa, lihat di sana dan isi nomornya.' },
      paid_above: { say: () => 'Pemasok menampilkan lebih dari penawarannya.', next: 'Lihat di sana.' },
      unpaid: { say: () => 'Sudah terpesan di sana dan belum dibayar.', next: 'Bayar, atau batalkan.' },
      nameless: { say: () => 'Sudah terpesan di sana, tetapi nomornya tidak pernah diberitahukan.', next: 'Lihat di sana dan isi nomornya supaya bisa diikuti.' },
      unknown_word: { say: () => 'Pemasok memakai kata status yang tidak kami kenal.', next: 'Lihat di sana.' },
      elsewhere: { say: () => 'Pemasok lain ditanya sebagai gantinya.', next: 'Tidak ada yang perlu dilakukan.' },
      other_goods: { say: () => 'Yang tercatat di sana bukan yang dipesan.', next: 'Bandingkan dengan pemasok sebelum ada yang dikirim.' },
    },
    other: (code) => `Pemasok menulis \u201C${code}\u201D.`,
    otherNext: 'Lihat di sana.',
    wishes: { no_logo: 'Tanpa logo', no_price: 'Tanpa harga di paket', gift_note: 'Kartu ucapan', voucher: 'Voucher' },
    hows: { cancelled: 'ditarik kembali', expired: 'tidak disetujui tepat waktu', superseded: 'diganti yang lain', rehearsed: 'hanya diuji coba, karena akunnya belum dijalankan sungguhan' },
  },
});
