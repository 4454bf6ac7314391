// Values of fields as they are typed, and back. Pure.
import { decimalMark, exponent, figure, readAmount } from '../../lib/money.ts';
import { text } from './formText.ts';
import { isMoney } from './values.ts';

export type FieldAsked = {
  field: string;
  value: unknown;
  /** What stands there in another state, where nothing does now: it says what can stand there. */
  like: unknown;
  /** A choice of words instead of a text. */
  choices?: readonly string[];
  /** Whether there may be nothing. */
  optional?: boolean;
};

// What every platform takes; a state that stands there already is offered too.
const STATES = ['live', 'draft'];
const MAY_BE_NONE = new Set(['compare_at', 'sale_price']);

/** How a field is asked for, by its name and by what stands there. */
export function askedOf(field: string, value: unknown, like: unknown): FieldAsked {
  const there = [value, like].filter((one) => typeof one === 'string');
  return { field, value, like, ...(field === 'state' && { choices: [...new Set([...STATES, ...there])] }), ...(MAY_BE_NONE.has(field) && { optional: true }) };
}

export type InputKind = 'money' | 'yesNo' | 'list' | 'number' | 'choice' | 'long' | 'text';

export function kindOf({ field, value, like, choices }: FieldAsked): InputKind {
  if (choices !== undefined) return 'choice';
  const shown = value ?? like;
  if (isMoney(shown)) return 'money';
  if (typeof shown === 'boolean') return 'yesNo';
  if (typeof shown === 'number') return 'number';
  if (Array.isArray(shown)) return 'list';
  return field.endsWith('_html') || (typeof shown === 'string' && shown.length > 120) ? 'long' : 'text';
}

export function typedOf(asked: FieldAsked): string {
  const { value } = asked;
  if (value === null || value === undefined) return '';
  if (isMoney(value)) return figure(value);
  if (Array.isArray(value)) return value.map(String).join('\n');
  return String(value);
}

/** What was typed as a value; undefined where it is none. */
export function valueOf(asked: FieldAsked, typed: string): unknown {
  const kind = kindOf(asked);
  const plain = typed.trim();
  if (kind === 'money') return plain === '' ? (asked.optional ? null : undefined) : moneyOf(asked, plain);
  if (kind === 'yesNo') return typed === 'true';
  if (kind === 'list') return plain === '' ? [] : plain.split('\n').map((line) => line.trim()).filter(Boolean);
  if (kind === 'number') return /^-?\d{1,15}$/.test(plain) ? Number(plain) : undefined;
  if (kind === 'text' && plain === '' && !asked.optional) return undefined;
  return typed;
}

function moneyOf({ value, like }: FieldAsked, typed: string): { currency: string; minor: number } | undefined {
  const currency = currencyOf(value) ?? currencyOf(like) ?? '';
  const minor = readAmount(typed, currency, decimalMark());
  return minor === null ? undefined : { currency, minor };
}

export function currencyOf(value: unknown): string | undefined {
  return isMoney(value) ? value.currency : undefined;
}

/** A sentence where what was typed is none of what can stand there. */
export function troubleOf(asked: FieldAsked, typed: string): string {
  if (valueOf(asked, typed) !== undefined) return '';
  const kind = kindOf(asked);
  if (kind === 'money') {
    const currency = currencyOf(asked.value) ?? currencyOf(asked.like) ?? '';
    return text.amountWrong(figure({ currency, minor: 1290 * 10 ** Math.max(0, exponent(currency) - 2) }));
  }
  return kind === 'number' ? text.numberWrong : text.needed;
}
