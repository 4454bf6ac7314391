import { standing } from '../../../lib/shops.ts';
import { Sign, State } from '../../../ui/State.tsx';
import type { Account } from '../api.ts';
import { text } from '../text.ts';

/** How the shop is; `whole` says of one whose key lapsed what it needs. */
export function StandingSign({ account, whole = false }: { account: Account; whole?: boolean }) {
  if (whole && account.state === 'lapsed') return <Sign shape="warn" colour="warn">{text.states.lapsed}</Sign>;
  return <State name={standing(account)} />;
}
