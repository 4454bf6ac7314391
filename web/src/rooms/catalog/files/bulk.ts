// What is typed of an edit of many, and the operation that it is. Pure.
import type { Operation } from './api.ts';
import type { Way } from './model.ts';

export type Typed = { field: string; way: Way; words: string; by: string; unit: 'percent' | 'amount'; step: string; currency: string };

export const BLANK: Typed = { field: 'title', way: 'set', words: '', by: '', unit: 'percent', step: '', currency: '' };

const isCount = (way: Way) => way === 'increase' || way === 'decrease';

/** A number as a person writes it, as the server reads it; empty if it is none. */
export function numberOf(words: string): string {
  const plain = words.trim().replace(',', '.');
  return /^\d{1,12}(\.\d{1,6})?$/.test(plain) && Number(plain) > 0 ? plain : '';
}

export function isWhole({ field, way, words, unit, step, currency }: Typed): boolean {
  if (way === 'clear' || field === 'state') return true;
  if (isCount(way)) {
    const needsCurrency = field === 'price' && unit === 'amount';
    return numberOf(words) !== '' && (step === '' || numberOf(step) !== '') && (!needsCurrency || currency !== '');
  }
  if (field === 'price') return numberOf(words) !== '' && currency !== '';
  return words.trim() !== '';
}

export function operationOf({ field, way, words, by, unit, step, currency }: Typed): Operation {
  const count = isCount(way);
  return {
    field,
    way,
    text: way === 'clear' || count ? '' : field === 'state' ? words || 'active' : field === 'price' ? numberOf(words) : words,
    by: way === 'replace' ? by : '',
    percent: count && unit === 'percent' ? numberOf(words) : null,
    amount: count && unit === 'amount' ? numberOf(words) : null,
    step: count && step !== '' ? numberOf(step) : null,
    rounding: 'half_up',
    currency,
    of: field === 'state' ? 'product' : null,
  };
}

/** By how much, or what: behind the name of the field and of the way. */
export function saidOf({ way, text, by, percent, amount, currency }: Operation, quote: (words: string) => string): string {
  if (percent) return `${percent} %`;
  if (amount) return `${amount} ${currency}`.trim();
  if (!text) return '';
  return way === 'replace' ? `${quote(text)} → ${quote(by ?? '')}` : quote(text);
}
