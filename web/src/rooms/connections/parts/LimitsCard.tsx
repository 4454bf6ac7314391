import { number } from '../../../lib/number.ts';
import { ago } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../accountText.ts';
import type { Family, Health } from '../api.ts';
import { BREAKER_SIGNS, usedShare } from '../model.ts';
import { familyWords } from '../words.ts';
import { NextTry } from './LeftAlone.tsx';
import classes from './LimitsCard.module.css';

/** By family of calls: whether they go out, and how much of the limit is used. */
export function LimitsCard({ health }: { health: Health }) {
  return (
    <Card title={text.limits} sub={text.limitsSub}>
      {health.families.length === 0 ? <p className={classes.none}>{text.noLimits}</p> : (
        <ul className={classes.list}>
          {health.families.map((family) => <Line key={family.family} family={family} />)}
        </ul>
      )}
    </Card>
  );
}

function Line({ family }: { family: Family }) {
  const now = new Date(useNow());
  const share = usedShare(family);
  const [shape, colour] = BREAKER_SIGNS[family.breaker];
  const blocked = family.blocked_until && new Date(family.blocked_until) > now ? family.blocked_until : null;
  return (
    <li>
      <span className={classes.name}>{familyWords(family.family)}</span>
      <Sign shape={shape} colour={colour}>{text.breakers[family.breaker]}</Sign>
      {share !== null && <Meter value={share} label={familyWords(family.family)} tone={share > 0.9 ? 'warn' : 'accent'} />}
      <small>{share === null ? text.noLimit : text.left(number(Math.floor(family.left ?? 0)), number(family.size ?? 0))}</small>
      <small className={classes.end}>{family.restored_per_s !== null && text.restored(number(family.restored_per_s))}</small>
      {family.breaker !== 'closed' && (
        <small className={classes.wide}>
          {family.since && <>{text.aloneSince} <Time at={family.since} as="when" />. </>}
          <NextTry at={family.next_try_at === null ? null : new Date(family.next_try_at)} trying={family.breaker === 'probing'} />
        </small>
      )}
      {blocked && <small className={`${classes.wide} warn`}>{text.blocked(ago(new Date(blocked), now))}</small>}
    </li>
  );
}
