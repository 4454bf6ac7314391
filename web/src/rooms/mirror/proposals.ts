// Which changes of a thing can be proposed, and how they are asked for. Pure.
import type { Power } from '../../lib/changes.ts';
import { askedOf, type FieldAsked } from '../../ui/change/fieldForm.ts';
import type { Whole } from './api.ts';
import type { Money, Offer, Product } from './values.ts';

export type What = 'price' | 'title' | 'description' | 'state';

export type Proposal = {
  what: What;
  kind: string;
  accountId: string;
  remoteId: string;
  parentId: string | null;
  /** What it is called, for the title of the set. */
  name: string;
  fields: readonly FieldAsked[];
};

const KINDS: Readonly<Record<What, string>> = { price: 'offers.price', title: 'products.texts', description: 'products.texts', state: 'products.state' };
const FIELDS = { title: 'title', description: 'description_html', state: 'state' } as const;

/** Only what this platform can; what it cannot is not offered. */
export function ofProduct(whole: Whole, product: Product, name: string, powers: readonly Power[]): Proposal[] {
  const now = { title: product.title, description: product.description_html, state: product.state };
  const here = { accountId: whole.account_id, remoteId: whole.remote_id, parentId: null, name };
  return (['title', 'description', 'state'] as const)
    .filter((what) => can(powers, KINDS[what], FIELDS[what]))
    .map((what) => ({ what, kind: KINDS[what], ...here, fields: [askedOf(FIELDS[what], now[what] ?? '', null)] }));
}

/** The price of what is sold: of the product itself, or of one of its variants. */
export function ofOffer(whole: Whole, offer: Offer, name: string, currency: string | null, powers: readonly Power[]): Proposal | null {
  const none: Money | null = currency === null ? null : { currency, minor: 0 };
  const like = offer.price ?? offer.regular ?? none;
  const fields = (['price', 'compare_at'] as const).filter((field) => can(powers, KINDS.price, field));
  if (fields.length === 0 || like === null) return null;
  return {
    what: 'price',
    kind: KINDS.price,
    accountId: whole.account_id,
    remoteId: offer.variant_id ?? offer.product_id,
    parentId: offer.variant_id === null ? null : offer.product_id,
    name,
    fields: fields.map((field) => askedOf(field, offer[field], like)),
  };
}

function can(powers: readonly Power[], kind: string, field: string): boolean {
  return powers.some((power) => power.kind === kind && power.fields.includes(field));
}

/** Only what was changed is wanted: what stands there already is left alone. */
export function wishOf(fields: readonly FieldAsked[], after: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const changed = fields.filter(({ field, value }) => JSON.stringify(after[field]) !== JSON.stringify(value ?? null));
  return Object.fromEntries(changed.map(({ field }) => [field, after[field]]));
}
