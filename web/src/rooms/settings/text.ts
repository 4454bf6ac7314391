import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    title: 'Settings',
    groups: { you: 'You', workspace: 'Workspace', programs: 'Programs', house: 'This Hanse' },
    abouts: {
      '/me': 'Your name, language and time zone',
      '/me/security': 'Password, second factor, passkeys',
      '/me/sessions': 'Where you are signed in',
      '/me/activity': 'What you did, and what concerned your account',
      '/people': 'Members and invitations',
      '/people/roles': 'What each role may do, in one table',
      '/people/limits': 'How much each role may approve',
      '/audit': 'Everything that was done, by whom',
    } as Record<string, string>,
  },
  id: {
    title: 'Pengaturan',
    groups: { you: 'Anda', workspace: 'Ruang kerja', programs: 'Program', house: 'Hanse ini' },
    abouts: {
      '/me': 'Nama, bahasa, dan zona waktu Anda',
      '/me/security': 'Sandi, faktor kedua, kunci sandi',
      '/me/sessions': 'Di mana Anda masuk',
      '/me/activity': 'Yang Anda lakukan, dan yang menyangkut akun Anda',
      '/people': 'Anggota dan undangan',
      '/people/roles': 'Hak setiap peran, dalam satu tabel',
      '/people/limits': 'Seberapa banyak setiap peran boleh menyetujui',
      '/audit': 'Semua yang dilakukan, dan oleh siapa',
    },
  },
});
