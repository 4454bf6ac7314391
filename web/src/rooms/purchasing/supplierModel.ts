// What the screens of suppliers decide. Pure.
import { decimalMark, exponent, readAmount } from '../../lib/money.ts';
import type { Supplier, Sureness, Wanted, Wish } from './shapes.ts';

export const WISHES: readonly Wish[] = ['no_logo', 'no_price', 'gift_note', 'voucher'];

export type WishHere = {
  name: Wish;
  /** Said here; null where it is as everywhere. */
  own: boolean | null;
  everywhere: boolean;
  wanted: boolean;
  sureness: Sureness | null;
  accepted: boolean;
};

/** What is wanted of a supplier: who comes later decides. */
export function wishesOf({ wishes, accepted, can }: Pick<Supplier, 'wishes' | 'accepted' | 'can'>, everywhere: Pick<Wanted, 'wishes'>): readonly WishHere[] {
  return WISHES.map((name) => {
    const [own, all] = [wishes[name] ?? null, everywhere.wishes[name] ?? false];
    return { name, own, everywhere: all, wanted: own ?? all, sureness: can?.wishes[name] ?? null, accepted: accepted.includes(name) };
  });
}

/** Wanted there, told by memo alone, and accepted by nobody: each order asks. */
export function unaccepted(supplier: Pick<Supplier, 'wishes' | 'accepted' | 'can'>, everywhere: Pick<Wanted, 'wishes'>): readonly Wish[] {
  return wishesOf(supplier, everywhere).filter(({ wanted, sureness, accepted }) => wanted && sureness === 'memo_only' && !accepted).map(({ name }) => name);
}

/** The wishes said here, with one of them said otherwise. */
export function said(wishes: Supplier['wishes'], name: Wish, own: boolean | null): Supplier['wishes'] {
  const others = Object.fromEntries(Object.entries(wishes).filter(([other]) => other !== name));
  return own === null ? others : { ...others, [name]: own };
}

/** A number as it is typed, with the marks of the reader, as the server reads it; null if it is none. */
export function decimalOf(typed: string): string | null {
  const plain = typed.trim().replace('\u2212', '-').replace(',', '.');
  return /^-?\d{1,6}(\.\d{1,4})?$/.test(plain) ? plain : null;
}

export function within(typed: string, least: number, most: number): boolean {
  const plain = decimalOf(typed);
  return plain !== null && Number(plain) >= least && Number(plain) <= most;
}

export function minorOf(typed: string, currency: string): number | null {
  return readAmount(typed, currency, decimalMark());
}

/** An amount as it is typed. */
export function typedAmount(minor: number, currency: string): string {
  const digits = exponent(currency);
  return (minor / 10 ** digits).toFixed(digits).replace('.', decimalMark());
}

/** The price of a piece as the server reads it: with a point, whatever was typed. */
export function priceOf(typed: string): string | null {
  const plain = typed.trim().replace(',', '.');
  return /^\d{1,12}(\.\d{1,6})?$/.test(plain) ? plain : null;
}
