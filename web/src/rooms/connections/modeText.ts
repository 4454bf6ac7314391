// Texts of the switch of the whole workspace, and of what it holds back.
import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    title: 'Writing to all shops',
    switch: 'Changes go out to shops that are live',
    isLive: 'Live: what is approved is sent to every shop that is switched to live itself.',
    isDry: 'Rehearse: nothing goes out to any shop, whatever its own switch says.',
    rehearses: 'The workspace rehearses: nothing goes out to any shop.',
    held: 'workspace rehearses',
    whoMay: 'An owner or admin can switch this.',
    liveMore: 'You will be asked for the name of the workspace.',
    stopMore: 'Switching it off holds at once and for every shop. Nobody is asked for anything.',
    goLive: 'Go live',
    liveTitle: (name: string) => `Let ${name} write to its shops from now on?`,
    liveEnds: ['Approved changes reach those shops that are live, and their buyers see them', 'What was sent cannot be called back; undo sends the value from before'],
    liveStays: ['Shops that rehearse go on rehearsing', 'You can stop all of it at once at any time'],
    nowLive: 'The workspace is live: shops that are live get what is approved',
    nowDry: 'The workspace is rehearsing: nothing goes out to any shop any more',
  },
  id: {
    title: 'Menulis ke semua toko',
    switch: 'Perubahan dikirim ke toko yang langsung',
    isLive: 'Langsung: yang disetujui dikirim ke setiap toko yang sendiri dialihkan ke langsung.',
    isDry: 'Uji coba: tidak ada yang dikirim ke toko mana pun, apa pun sakelarnya sendiri.',
    rehearses: 'Ruang kerja dalam uji coba: tidak ada yang dikirim ke toko mana pun.',
    held: 'ruang kerja menahan',
    whoMay: 'Pemilik atau admin dapat mengalihkannya.',
    liveMore: 'Nama ruang kerja akan ditanyakan.',
    stopMore: 'Mematikannya berlaku seketika untuk setiap toko. Tidak ada yang ditanyakan.',
    goLive: 'Jadikan langsung',
    liveTitle: (name) => `Izinkan ${name} menulis ke toko-tokonya mulai sekarang?`,
    liveEnds: ['Perubahan yang disetujui sampai ke toko yang langsung, dan dilihat pembelinya', 'Yang terkirim tidak bisa ditarik; urungkan mengirim nilai sebelumnya'],
    liveStays: ['Toko dalam uji coba tetap dalam uji coba', 'Anda dapat menghentikan semuanya seketika kapan saja'],
    nowLive: 'Ruang kerja langsung: toko yang langsung menerima yang disetujui',
    nowDry: 'Ruang kerja dalam uji coba: tidak ada lagi yang dikirim ke toko mana pun',
  },
});
