import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    save: 'Save',
    discard: 'Discard',
    unsaved: 'Not saved yet',
    restored: 'This is what you typed before.',
    startAnew: 'Start anew',
    was: (value: string) => `Was ${value}`,
    none: 'nothing',
    on: 'on',
    off: 'off',
    show: 'Show the password',
    hide: 'Hide the password',
    offline: 'You are offline. What you type is kept.',
    count: (now: number, most: number) => `${now} of ${most}`,
  },
  id: {
    save: 'Simpan',
    discard: 'Buang',
    unsaved: 'Belum disimpan',
    restored: 'Ini yang Anda ketik sebelumnya.',
    startAnew: 'Mulai dari awal',
    was: (value) => `Sebelumnya ${value}`,
    none: 'kosong',
    on: 'nyala',
    off: 'mati',
    show: 'Tampilkan sandi',
    hide: 'Sembunyikan sandi',
    offline: 'Anda luring. Yang Anda ketik tetap tersimpan.',
    count: (now, most) => `${now} dari ${most}`,
  },
});
