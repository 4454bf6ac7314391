import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: {
    amountWrong: (example: string) => `Enter an amount such as ${example}.`,
    numberWrong: 'Enter a whole number.',
    needed: 'This is needed.',
    none: 'Leave it empty for none.',
    html: 'With its marks, as the shop keeps it.',
    oneALine: 'One a line.',
    yes: 'Yes',
    no: 'No',
    why: 'Why',
    whyHelp: 'It stands beside the change for good.',
    whyMissing: 'Say in a sentence why.',
  },
  id: {
    amountWrong: (example) => `Masukkan jumlah seperti ${example}.`,
    numberWrong: 'Masukkan bilangan bulat.',
    needed: 'Ini diperlukan.',
    none: 'Kosongkan jika tidak ada.',
    html: 'Dengan penandaannya, seperti disimpan toko.',
    oneALine: 'Satu per baris.',
    yes: 'Ya',
    no: 'Tidak',
    why: 'Mengapa',
    whyHelp: 'Tercatat di samping perubahan untuk seterusnya.',
    whyMissing: 'Katakan dalam satu kalimat mengapa.',
  },
});
