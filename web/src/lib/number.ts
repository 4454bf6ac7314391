// Counts and shares, with the marks of the person's language; never of a currency.
import { cached } from './cached.ts';
import { catalogue } from './catalogue.ts';
import { language } from './language.ts';

const MINUS = '\u2212';
const THIN = '\u2009';
const TIED = '\u00A0';

const text = catalogue({ en: { million: 'M', billion: 'B' }, id: { million: 'jt', billion: 'M' } });

const formatters = cached((key: string) => {
  const [tag, decimals] = key.split(' ');
  const digits = Number(decimals);
  return new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
});

export function number(value: number, decimals = 0): string {
  const written = formatters(`${language()} ${decimals}`).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(written) ? `${MINUS}${written}` : written;
}

/** Shortened from a million on; the full one belongs into the title. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${number(value / 1e9, 1)}${TIED}${text.billion}`;
  return size >= 1e6 ? `${number(value / 1e6, 1)}${TIED}${text.million}` : number(value);
}

/** `share` of one; a step is always signed. */
export function percent(share: number, { signed = false } = {}): string {
  const written = number(share * 100, 1);
  return `${signed && share > 0 ? '+' : ''}${written}${THIN}%`;
}

/** With its sign, for steps of counts. */
export function step(value: number, decimals = 0): string {
  return value > 0 ? `+${number(value, decimals)}` : number(value, decimals);
}
