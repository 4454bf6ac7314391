// What the screens of what shops show decide. Pure.
import { type Search, wordOf, wordsOf } from '../../lib/address.ts';
import { exponent } from '../../lib/money.ts';
import { number } from '../../lib/number.ts';
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Thing, Wanted } from './api.ts';
import type { Address, Finding, Money, Offer, Product, UnitCost } from './values.ts';

type Sign = readonly [ShapeName, Colour];

export const LISTING_SIGNS: Readonly<Record<string, Sign>> = {
  live: ['check', 'ok'],
  scheduled: ['clock', 'ink2'],
  pending: ['dashedRing', 'ink2'],
  private: ['eyeOff', 'ink2'],
  draft: ['dashedRing', 'ink2'],
  trashed: ['slashed', 'ink3'],
};
export const ORDER_SIGNS: Readonly<Record<string, Sign>> = {
  draft: ['dashedRing', 'ink2'],
  awaiting_payment: ['clock', 'ink2'],
  to_fulfil: ['ringDot', 'accent'],
  done: ['check', 'ok'],
  cancelled: ['slashed', 'ink3'],
  refunded: ['back', 'ink3'],
  trashed: ['slashed', 'ink3'],
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TEXT_CHARS_MAX = 100;

/** What the server is asked for a list: words of a mistyped link are left out, so it still opens. */
export function wantedOf(search: Search, states: Readonly<Record<string, unknown>>): Pick<Wanted, 'account' | 'state' | 'q' | 'gone'> {
  const account = wordOf(search, 'account');
  return {
    account: UUID.test(account) ? account : undefined,
    state: wordsOf(search, 'state').filter((word) => word in states),
    q: wordOf(search, 'q').trim().slice(0, TEXT_CHARS_MAX) || undefined,
    gone: wordOf(search, 'gone') === 'true' || undefined,
  };
}

export function amountOf({ amount_minor: minor, currency }: Pick<Thing, 'amount_minor' | 'currency'>): Money | null {
  return minor === null || currency === null ? null : { minor, currency };
}

/** A price as exact as it was given, with no fewer decimals than its currency has. */
export function unitFigure({ currency, value }: UnitCost): string {
  const told = value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
  return number(Number(value), Math.max(exponent(currency), told));
}

/** What a buyer has chosen, or what it is called; empty where there is nothing to say. */
export function offerName({ title, choices }: Pick<Offer, 'title' | 'choices'>): string {
  const chosen = choices.flatMap(({ value }) => (value === null ? [] : [value])).join(' / ');
  return chosen || title || '';
}

export function personName({ first_name: first, last_name: last }: Pick<Address, 'first_name' | 'last_name'>): string {
  return [first, last].filter(Boolean).join(' ');
}

/** An address in lines, as on a parcel; without those that are empty. */
export function addressLines(address: Address): string[] {
  const town = [address.postcode, address.city, address.region].filter(Boolean).join(' ');
  return [personName(address), address.company, address.line_1, address.line_2, town, address.country].filter((line): line is string => Boolean(line));
}

/** Every doubt about a product, those of its offers included, each once. */
export function allFindings({ findings, offers }: Pick<Product, 'findings' | 'offers'>): Finding[] {
  const all = [...findings, ...offers.flatMap((offer) => offer.findings)];
  return [...new Map(all.map((finding) => [`${finding.field} ${finding.sentence}`, finding])).values()];
}

/** Only a web address of others leads out of here. */
export function outward(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}
