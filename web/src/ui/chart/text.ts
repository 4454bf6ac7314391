import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: { asTable: 'Show as a table (T)', asChart: 'Show as a chart (T)', keyTable: 'Chart or table', point: 'Point', open: 'not complete yet' },
  id: { asTable: 'Tampilkan sebagai tabel (T)', asChart: 'Tampilkan sebagai bagan (T)', keyTable: 'Bagan atau tabel', point: 'Titik', open: 'belum lengkap' },
});
