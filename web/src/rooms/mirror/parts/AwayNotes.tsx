import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { useShops } from '../../../lib/shops.ts';
import { useLookAgain } from '../../../lib/useLookAgain.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Time } from '../../../ui/Time.tsx';
import { AWAY, type Away, awayQuery, type Kind } from '../api.ts';
import { text } from '../text.ts';
import classes from './AwayNotes.module.css';

// That a shop does not answer is no event.
const LOOK_EVERY_MS = 5_000;
const SHOWN = 3;

/** Truth has an age: what is shown of a shop that does not answer is as old as this says. */
export function AwayNotes({ kind, account }: { kind: Kind; account?: string | undefined }) {
  const may = useMay()('mirror.pull.read');
  const { data: away = [] } = useQuery({ ...awayQuery(kind, account), enabled: may });
  useLookAgain(AWAY, may ? LOOK_EVERY_MS : null);
  if (away.length === 0) return null;
  return (
    <section className={classes.notes} aria-label={text.away}>
      {away.slice(0, SHOWN).map((one) => <One key={one.account_id} away={one} />)}
      {away.length > SHOWN && <Note tone="warn" icon="plug" end={<Link to="/connections" className="link">{text.connections}</Link>}>{text.awayMore(away.length - SHOWN)}</Note>}
    </section>
  );
}

function One({ away }: { away: Away }) {
  const name = useShops().nameOf(away.account_id);
  const now = useNow();
  const next = away.next_try_at === null ? null : new Date(away.next_try_at);
  const soon = next !== null && next.getTime() > now;
  return (
    <Note tone="warn" icon="plug" end={<Link to={`/connections/${away.account_id}`} className="link" aria-label={text.awayWhyOf(name)}>{text.awayWhy}</Link>}>
      <b><bdi>{name}</bdi> {text.awayNow}</b>{' '}
      {away.read_at ? <>{text.shownAsRead} <Time at={away.read_at} />.</> : text.shownInPart}
      {soon && <> {text.triedAgain} <Time at={next} />.</>}
    </Note>
  );
}
