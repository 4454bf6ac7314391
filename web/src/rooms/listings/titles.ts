// The few texts that the shell needs before any screen of this room is loaded.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: {
    title: 'Listings',
    words: 'listing publish hide title description score shop market',
    listing: 'Listing',
    templates: 'Templates',
    templatesWords: 'text variables title description',
    mappings: 'Mappings and words',
    mappingsWords: 'category attribute forbidden words',
  },
  id: {
    title: 'Listing',
    words: 'listing tayang sembunyi judul deskripsi skor toko pasar',
    listing: 'Listing',
    templates: 'Templat',
    templatesWords: 'teks variabel judul deskripsi',
    mappings: 'Pemetaan dan kata',
    mappingsWords: 'kategori atribut kata terlarang',
  },
});
