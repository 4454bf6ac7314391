// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../../lib/catalogue.ts';

export const titles = catalogue({
  en: { tables: 'Import and export', words: 'csv xlsx excel spreadsheet import export bring in take out bulk', table: 'Import', bulk: 'Edit of many' },
  id: { tables: 'Impor dan ekspor', words: 'csv xlsx excel lembar kerja impor ekspor massal', table: 'Impor', bulk: 'Sunting massal' },
});
