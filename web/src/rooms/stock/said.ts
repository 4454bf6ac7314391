// Steps and ways out in words of the person's language; what is not known here stays as the server says it.
import { catalogue } from '../../lib/catalogue.ts';
import type { WhatIf, WhyStep } from './shapes.ts';

type Named = Record<string, (shop: string) => string>;

const text = catalogue({
  en: {
    steps: {
      on_hand: () => 'On hand where this shop sells from',
      reserved: () => 'Reserved for orders',
      promised: () => 'Kept for promotions elsewhere',
      supplied: () => 'What suppliers say they have',
      part: () => 'What the parts of the bundle allow',
      keep_percent: () => 'Kept back: the share set for this shop',
      keep_count: () => 'Kept back: the pieces set for this shop',
      safety: () => 'Safety stock of this shop',
      show_max: () => 'The most that this shop shows',
      elsewhere: () => 'At other places',
    } as Named,
    ways: {
      switch_on: (shop) => `Switch stock on at ${shop}`,
      resume: (shop) => `Let ${shop} go: it is held`,
      open: () => 'Set its opening count',
      places: (shop) => `Let ${shop} sell from other places too`,
      supplied: (shop) => `Let ${shop} sell what suppliers have`,
      transfer: () => 'Move goods to where this shop sells from',
      promised: () => 'End the promotion that keeps pieces',
      keep_percent: () => 'Keep no share back',
      keep_count: () => 'Keep no pieces back',
      safety: () => 'Keep no safety stock',
      show_max: () => 'Lift the most that is shown',
      count: () => 'Count what is there',
      receipt: () => 'Take goods in',
    } as Named,
  },
  id: {
    steps: {
      on_hand: () => 'Ada di tempat toko ini menjual',
      reserved: () => 'Dipesan untuk pesanan',
      promised: () => 'Disimpan untuk promosi lain',
      supplied: () => 'Yang dikatakan pemasok',
      part: () => 'Yang dimungkinkan bagian-bagian paket',
      keep_percent: () => 'Disisihkan: persen yang ditetapkan untuk toko ini',
      keep_count: () => 'Disisihkan: jumlah yang ditetapkan untuk toko ini',
      safety: () => 'Stok aman toko ini',
      show_max: () => 'Paling banyak yang ditampilkan toko ini',
      elsewhere: () => 'Di tempat lain',
    },
    ways: {
      switch_on: (shop) => `Nyalakan stok di ${shop}`,
      resume: (shop) => `Lepaskan ${shop}: sedang ditahan`,
      open: () => 'Tetapkan stok awalnya',
      places: (shop) => `Biarkan ${shop} menjual juga dari tempat lain`,
      supplied: (shop) => `Biarkan ${shop} menjual yang ada di pemasok`,
      transfer: () => 'Pindahkan barang ke tempat toko ini menjual',
      promised: () => 'Akhiri promosi yang menyimpan barang',
      keep_percent: () => 'Jangan sisihkan persen',
      keep_count: () => 'Jangan sisihkan barang',
      safety: () => 'Tanpa stok aman',
      show_max: () => 'Naikkan batas yang ditampilkan',
      count: () => 'Hitung yang ada',
      receipt: () => 'Terima barang',
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

/** Where a person can do it. */
export function wayTo(code: string, variant: string, account: string): string {
  const elsewhere: Readonly<Record<string, string>> = {
    open: '/stock/opening',
    transfer: `/stock/transfers?new=1&variant=${variant}`,
    promised: '/stock/promotions?state=running',
    count: `/stock/counts?new=1&variant=${variant}`,
    receipt: `/stock/${variant}?new=adjust`,
  };
  return elsewhere[code] ?? `/stock/shops/${account}`;
}
