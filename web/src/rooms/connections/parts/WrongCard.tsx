import { useMay } from '../../../lib/me.ts';
import { standing, useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { STATES } from '../../../ui/states.ts';
import type { Account } from '../api.ts';
import { text } from '../text.ts';
import classes from './WrongCard.module.css';

const SHOWN = 6;

/** What is wrong and what to do, in whole sentences; nothing where all is well. */
export function WrongCard() {
  const wrong = (useShops().all ?? []).filter((shop) => shop.state !== 'disconnected' && standing(shop) !== 'healthy');
  if (wrong.length === 0) return null;
  return (
    <Card title={text.heads.wrong} sub={String(wrong.length)}>
      <ul className={classes.list}>
        {wrong.toSorted(byNeed).slice(0, SHOWN).map((shop) => <Line key={shop.id} account={shop} />)}
      </ul>
    </Card>
  );
}

/** Those that only a person can mend first. */
function byNeed(one: Account, other: Account): number {
  return Number(other.state === 'lapsed') - Number(one.state === 'lapsed');
}

function Line({ account }: { account: Account }) {
  const may = useMay()('connections.account.write');
  const [shape, colour] = STATES[standing(account)];
  const { fault } = account;
  const again = account.state === 'lapsed' && may;
  return (
    <li>
      <Shape name={shape} className={colour} />
      <div>
        <b><bdi>{account.name}</bdi></b>
        <small lang={fault ? 'en' : undefined}>{fault ? `${fault.sentence} ${fault.next_step}` : `${text.lapsed} ${text.lapsedNext}`}</small>
      </div>
      <Link
        to={`/connections/${account.id}${again ? '/again' : ''}`}
        className="button"
        aria-label={again ? text.againName(account.name) : text.page(account.name)}
      >
        {again ? text.again : text.look}
      </Link>
    </li>
  );
}
