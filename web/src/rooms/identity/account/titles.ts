// Apart from the other texts, for these are read before any page of the room is.
import { catalogue } from '../../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    profile: 'Profile',
    security: 'Security',
    sessions: 'Sessions',
    activity: 'Activity',
    words: {
      profile: 'account name language time zone email address',
      security: 'password second factor authenticator passkey recovery codes',
      sessions: 'devices browsers machines tokens sign out',
      activity: 'what I did history log',
    },
  },
  id: {
    profile: 'Profil',
    security: 'Keamanan',
    sessions: 'Sesi',
    activity: 'Kegiatan',
    words: {
      profile: 'akun nama bahasa zona waktu email alamat',
      security: 'kata sandi faktor kedua autentikator kunci sandi kode pemulihan',
      sessions: 'perangkat peramban mesin token keluar',
      activity: 'yang saya lakukan riwayat log',
    },
  },
});
