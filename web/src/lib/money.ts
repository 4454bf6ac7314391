// Amounts in minor units with their currency, as the server keeps them, written for people.
import { language } from './language.ts';
import { number, short } from './number.ts';

// ISO 4217, where it is not 2. The same table is in src/hanse/base/currency.py.
const EXPONENTS: Record<string, number> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);
// The smaller unit is out of use: whole amounts, unless there is a rest to be seen.
const WRITTEN_WHOLE = new Set('HUF IDR IQD IRR KPW LAK LBP MGA MMK SOS SYP TWD YER'.split(' '));

export type Amount = { minor: number; currency: string };

export function exponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

export function major({ minor, currency }: Amount): number {
  return minor / 10 ** exponent(currency);
}

/** The figure alone; the code stands in the head or before it. */
export function figure(amount: Amount): string {
  const decimals = exponent(amount.currency);
  const whole = WRITTEN_WHOLE.has(amount.currency) && amount.minor % 10 ** decimals === 0;
  return number(major(amount), whole ? 0 : decimals);
}

export function shortFigure(amount: Amount): string {
  return Math.abs(major(amount)) >= 1e6 ? short(major(amount)) : figure(amount);
}

/** In one piece, for titles, screen readers and sentences. */
export function money(amount: Amount): string {
  return `${amount.currency}\u202F${figure(amount)}`;
}

/** Between whole and rest, in the language of now. */
export function decimalMark(): ',' | '.' {
  return language() === 'id' ? ',' : '.';
}

/** What was typed in the person's own marks, in minor units; null if it is no amount. */
export function readAmount(typed: string, currency: string, mark: ',' | '.'): number | null {
  const plain = typed.trim().replaceAll(mark === ',' ? '.' : ',', '').replace(mark, '.');
  const found = /^(\d{1,13})(?:\.(\d+))?$/.exec(plain);
  if (!found) return null;
  const [, whole = '', rest = ''] = found;
  const decimals = exponent(currency);
  return rest.length > decimals ? null : Number(whole) * 10 ** decimals + Number(rest.padEnd(decimals, '0') || 0);
}
