// Steps and ways out in words of the person's language; what is not known here stays as the server says it.
import { catalogue } from '../../lib/catalogue.ts';
import type { WhatIf, WhyStep } from './shapes.ts';

type Named = Record<string, (shop: string) => string>;

const text = catalogue({
  en: {
    steps: {
      on_hand: () => 'On hand',
      reserved: () => 'Reserved',
      promised: () => 'Kept for promotions',
      supplied: () => 'At suppliers',
      part: () => 'Parts of the bundle',
      keep_percent: () => 'Kept back, a share',
      keep_count: () => 'Kept back, pieces',
      safety: () => 'Safety stock',
      show_max: () => 'The most it shows',
    } as Named,
    ways: {
      supplied: (shop) => `Let ${shop} sell what suppliers have`,
      keep_percent: () => 'Keep no share back',
      keep_count: () => 'Keep no pieces back',
      safety: () => 'Keep no safety stock',
      show_max: () => 'Lift the most that is shown',
    } as Named,
  },
  id: {
    steps: {
      on_hand: () => 'Ada',
      reserved: () => 'Dipesan',
      promised: () => 'Disimpan untuk promosi',
      supplied: () => 'Di pemasok',
      part: () => 'Bagian paket',
      keep_percent: () => 'Disisihkan, persen',
      keep_count: () => 'Disisihkan, jumlah',
      safety: () => 'Stok aman',
      show_max: () => 'Batas tampil',
    },
    ways: {
      supplied: (shop) => `Biarkan ${shop} menjual yang ada di pemasok`,
      keep_percent: () => 'Jangan sisihkan persen',
      keep_count: () => 'Jangan sisihkan barang',
      safety: () => 'Tanpa stok aman',
      show_max: () => 'Naikkan batas yang ditampilkan',
    },
  },
});

type Lang = 'en' | undefined;

/** What the step is called, what the server says of it, and the language of the first. */
export function stepWords({ code, text: told }: WhyStep, shop: string): readonly [words: string, more: string, lang: Lang] {
  const ours = text.steps[code]?.(shop);
  return ours ? [ours, told, undefined] : [told, '', 'en'];
}

export function whatIfWords({ code, text: told }: WhatIf, shop: string): readonly [words: string, lang: Lang] {
  const ours = text.ways[code]?.(shop);
  return ours ? [ours, undefined] : [told, 'en'];
}
