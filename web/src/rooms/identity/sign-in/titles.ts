// Apart from the other texts, for these are read before any page of the room is.
import { catalogue } from '../../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    signIn: 'Sign in',
    register: 'Register',
    confirm: 'Confirm your address',
    forgot: 'Forgot password',
    reset: 'Set a new password',
    email: 'Change of address',
    cookie: 'Sign-in not kept',
    join: 'Invitation',
    setUp: 'Set up Hanse',
    safety: 'Safety',
    workspace: 'Make a workspace',
  },
  id: {
    signIn: 'Masuk',
    register: 'Daftar',
    confirm: 'Konfirmasi alamat Anda',
    forgot: 'Lupa kata sandi',
    reset: 'Buat kata sandi baru',
    email: 'Ganti alamat',
    cookie: 'Sesi tidak tersimpan',
    join: 'Undangan',
    setUp: 'Siapkan Hanse',
    safety: 'Keamanan',
    workspace: 'Buat ruang kerja',
  },
});
