// What the screens of offers decide. Pure.
import type { Offer, OfferWanted } from './shapes.ts';
import { decimalOf, priceOf } from './supplierModel.ts';

export const BREAKS_MAX = 20;
const BREAK = /^([1-9]\d{0,6})\s+(\S+)$/;

/** One a line: pieces, then the price of each; `wrong` is the first line that is no such thing. */
export function breaksOf(typed: string): { breaks: { quantity: number; price: string }[]; wrong: string } {
  const breaks: { quantity: number; price: string }[] = [];
  for (const line of typed.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const [, quantity, amount = ''] = BREAK.exec(line) ?? [];
    const price = priceOf(amount);
    if (quantity === undefined || price === null) return { breaks, wrong: line };
    breaks.push({ quantity: Number(quantity), price });
  }
  return { breaks, wrong: '' };
}

export type Typed = Record<'supplier' | 'sku' | 'price' | 'breaks' | 'minimum' | 'casePack' | 'lead' | 'share' | 'supplierSku' | 'product' | 'variant' | 'from', string>;

/** The line that makes or changes an offer; what is left empty and cannot be unsaid is left out. */
export function wantedOf(typed: Typed, offer: Offer | null): OfferWanted {
  const [price, lead, share] = [priceOf(typed.price), decimalOf(typed.lead), decimalOf(typed.share)];
  return {
    supplier_id: typed.supplier,
    sku: offer ? '' : typed.sku.trim(),
    ...(offer && { variant_id: offer.variant_id }),
    ...(price !== null && { price }),
    breaks: breaksOf(typed.breaks).breaks,
    minimum: Number(typed.minimum),
    case_pack: Number(typed.casePack),
    ...(lead !== null && { lead_days: lead }),
    ...(share !== null && { share_percent: share }),
    supplier_sku: typed.supplierSku.trim(),
    product_remote_id: typed.product.trim(),
    variant_remote_id: typed.variant.trim(),
    from_country: typed.from.trim().toUpperCase(),
  };
}

/** Ids as they were typed or pasted, each once. */
export function idsOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter(Boolean))];
}
