import { useQuery } from '@tanstack/react-query';
import { type Power, powersQuery } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useShops } from '../../../lib/shops.ts';
import { useSignal } from '../../../lib/signal.ts';
import type { Whole } from '../api.ts';

export type Proposing = { powers: readonly Power[]; currency: string | null };

/** What this person may propose at the shop of this thing; null where nothing. */
export function useProposing(whole: Whole): Proposing | null {
  const may = useMay();
  const allowed = may('changes.set.write') && may('changes.set.read');
  const offline = useSignal(offlineSince) !== null;
  const powers = useQuery({ ...powersQuery, enabled: allowed }).data;
  const shop = useShops().of(whole.account_id);
  if (!allowed || offline || !powers || !shop || shop.state === 'disconnected' || whole.gone_at) return null;
  return { powers: powers.filter((power) => power.platform === shop.platform), currency: shop.currency };
}
