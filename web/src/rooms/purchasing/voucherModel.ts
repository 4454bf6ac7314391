// What the screens of vouchers decide. Pure.
import { dayStart } from '../../lib/day.ts';
import { idsOf } from './offerModel.ts';
import type { Voucher, VoucherChange } from './shapes.ts';
import { decimalOf, minorOf } from './supplierModel.ts';

export type VoucherState = 'active' | 'off' | 'used' | 'over' | 'soon';

/** Whether it can be used now; what a person switched off comes before all else. */
export function standingOf(voucher: Pick<Voucher, 'state' | 'used' | 'uses_max' | 'valid_from' | 'valid_to'>, now: Date): VoucherState {
  if (voucher.state === 'off') return 'off';
  if (voucher.used >= voucher.uses_max) return 'used';
  if (voucher.valid_to !== null && new Date(voucher.valid_to) <= now) return 'over';
  return voucher.valid_from !== null && new Date(voucher.valid_from) > now ? 'soon' : 'active';
}

export type Typed = Record<'kind' | 'amount' | 'percent' | 'most' | 'least' | 'from' | 'until' | 'uses' | 'store' | 'products' | 'note', string>;

/** What was typed, as the server takes it: it is over at the first instant after its last day. */
export function termsOf(typed: Typed, currency: string) {
  const share = typed.kind === 'percent';
  return {
    off_minor: share ? null : minorOf(typed.amount, currency),
    off_percent: share ? decimalOf(typed.percent) : null,
    off_max_minor: share && typed.most.trim() !== '' ? minorOf(typed.most, currency) : null,
    spend_min_minor: typed.least.trim() === '' ? 0 : (minorOf(typed.least, currency) ?? 0),
    valid_from: dayStart(typed.from)?.toISOString() ?? null,
    valid_to: dayStart(typed.until, 1)?.toISOString() ?? null,
    uses_max: Number(typed.uses),
    store_id: typed.store.trim(),
    product_ids: idsOf(typed.products),
    note: typed.note.trim(),
  } satisfies VoucherChange;
}
