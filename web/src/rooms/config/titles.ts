import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Move settings',
    about: 'Export what was set as a file, import one',
    words: 'export import config json backup copy move settings rules templates mappings',
    one: 'Import of settings',
  },
  id: {
    title: 'Pindahkan pengaturan',
    about: 'Ekspor yang telah diatur sebagai berkas, impor berkas',
    words: 'ekspor impor konfigurasi json salin pindah pengaturan aturan templat pemetaan',
    one: 'Impor pengaturan',
  },
});
