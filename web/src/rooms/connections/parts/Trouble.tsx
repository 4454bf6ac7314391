import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { when } from '../../../lib/time.ts';
import { useWords } from '../../../lib/useNow.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../accountText.ts';
import { type Account, healthQuery } from '../api.ts';
import { aloneOf } from '../model.ts';
import { text as common } from '../text.ts';
import { LeftAlone } from './LeftAlone.tsx';

/** What is wrong and what to do; nothing where all is well. */
export function Trouble({ account }: { account: Account }) {
  const { state, fault } = account;
  const health = useQuery({ ...healthQuery(account.id), enabled: state === 'active' }).data;
  const alone = health ? aloneOf(health.families) : null;
  const since = useWords((now) => (account.disconnected_at ? when(new Date(account.disconnected_at), now) : ''));
  if (state === 'disconnected') {
    return (
      <>
        <Note icon="plug" end={<Again account={account} />}>{text.disconnectedNote(since)}</Note>
        {fault && <Note tone="warn" icon="warn"><span lang="en"><b>{fault.sentence}</b> {fault.next_step}</span></Note>}
      </>
    );
  }
  if (state === 'lapsed') {
    return (
      <Note tone="warn" icon="warn" role="alert" end={<Again account={account} filled />}>
        <b lang={fault ? 'en' : undefined}>{fault?.sentence ?? common.lapsed}</b> <span lang={fault ? 'en' : undefined}>{fault?.next_step ?? common.lapsedNext}</span> {text.lapsedNote}
      </Note>
    );
  }
  if (fault || alone) {
    return (
      <Note tone="bad" icon="warn">
        {fault && <p><span role="alert" lang="en"><b>{fault.sentence}</b>{!alone && ` ${fault.next_step}`}</span> <span className="faint small"><Time at={fault.at} /></span></p>}
        {/* Then Hanse does what is next by itself; it counts the seconds, which nobody wants to hear one by one. */}
        {alone && <p><LeftAlone alone={alone} /></p>}
      </Note>
    );
  }
  if (account.silent_since) {
    return <Note tone="warn" icon="clock">{common.silent} {common.since} <Time at={account.silent_since} />. {common.silentNote}</Note>;
  }
  return null;
}

function Again({ account, filled = false }: { account: Account; filled?: boolean }) {
  const may = useMay()('connections.account.write');
  if (!may) return null;
  return <Link to={`/connections/${account.id}/again`} className={`button ${filled ? 'filled' : ''}`}><Icon name="key" />{common.again}</Link>;
}
