// Apart from the other texts, for these are part of the first load.
import { catalogue } from '../../lib/catalogue.ts';

export const titles = catalogue({
  en: { title: 'Changes', words: 'change sets approve preview undo receipts guard', set: 'Set of changes', change: 'Receipt', rules: 'Guard and approval', rulesWords: 'limits guard policy approve persons spend step', drift: 'Drift', driftWords: 'drift proven right owner hand over restore keep' },
  id: { title: 'Perubahan', words: 'set perubahan setujui pratinjau urungkan tanda terima penjaga', set: 'Set perubahan', change: 'Tanda terima', rules: 'Penjaga dan persetujuan', rulesWords: 'batas penjaga kebijakan setujui orang', drift: 'Pergeseran', driftWords: 'pergeseran terbukti benar pemilik serahkan pulihkan' },
});
