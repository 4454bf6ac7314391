import { span } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Account } from '../api.ts';
import { type Clock, clocksOf, WARNING_SIGNS, warningOf } from '../model.ts';
import { text } from '../text.ts';
import classes from './ClocksCard.module.css';

/** Everything that ends; `named` with the shop that it belongs to. */
export function ClocksCard({ accounts, named = false }: { accounts: readonly Account[]; named?: boolean }) {
  const clocks = clocksOf(accounts);
  return (
    <Card title={text.clocks} sub={text.clocksSub}>
      {clocks.length === 0 ? <p className={classes.none}>{text.noClocks}</p> : (
        <ul className={classes.list} aria-label={text.clocksList}>
          {clocks.map((clock) => <Line key={`${clock.account.id} ${clock.kind}`} clock={clock} named={named} />)}
        </ul>
      )}
    </Card>
  );
}

function Line({ clock, named }: { clock: Clock; named: boolean }) {
  const now = new Date(useNow());
  const { account, kind, at } = clock;
  const warning = warningOf(clock, now);
  const [shape, colour] = WARNING_SIGNS[warning ?? 'far'];
  const words = warning === 'over' ? text.over : text.left(span((at.getTime() - now.getTime()) / 1000));
  return (
    <li>
      {named ? <Link to={`/connections/${account.id}`} className={classes.name}><bdi>{account.name}</bdi></Link> : <span className={classes.name}>{text.kinds[kind]}</span>}
      <span className={classes.end}><Sign shape={shape} colour={colour}>{words}</Sign></span>
      <small>{named && `${text.kinds[kind]}, `}{kind === 'token' ? text.renewed : text.agreeAgain}</small>
      <small className={classes.end}>{text.endsAt} <Time at={at} as="when" /></small>
    </li>
  );
}
