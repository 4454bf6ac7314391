import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onNews } from '../../../lib/news.ts';
import { useMay } from '../../../lib/me.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { EVENTS, eventsQuery, type Happened, peopleQuery } from '../api.ts';
import { told, worthTelling } from '../model.ts';
import { text } from '../text.ts';
import classes from './LatestCard.module.css';

const GATHER_MS = 800;
const SHOWN = 8;

/** Who did what and when, out of the one log. */
export function LatestCard({ all }: { all: boolean }) {
  const { data, error, refetch } = useQuery(eventsQuery(all));
  const may = useMay();
  const names = useQuery({ ...peopleQuery, enabled: may('identity.member.read') }).data ?? NOBODY;
  const events = data && worthTelling(data, SHOWN);
  useLookWhenNewsCome();
  const to = all ? '/audit' : '/me/activity';
  return (
    <Card title={all ? text.latest : text.latestOwn} end={<Link to={to} className="link small">{text.all}</Link>}>
      {!data && (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {events?.length === 0 && <Empty title={text.noEvents} more={text.noEventsMore} />}
      <ol className={classes.list}>{events?.map((event) => <Line key={event.position} event={event} names={names} all={all} />)}</ol>
    </Card>
  );
}

const NOBODY: ReadonlyMap<string, string> = new Map();

function Line({ event, names, all }: { event: Happened; names: ReadonlyMap<string, string>; all: boolean }) {
  const words = <Sentence event={event} names={names} />;
  return (
    <li>
      {event.actor.kind === 'person' ? <Avatar name={event.actor.name || text.hanse} small /> : <Icon name={event.actor.kind === 'key' ? 'key' : 'settings'} className="ink3" />}
      <span className={classes.words}>
        {all ? <Link to={`/audit?open=${event.position}`} className={classes.way}>{words}</Link> : words}
      </span>
      <span className="faint small"><Time at={event.recorded_at} /></span>
    </li>
  );
}

function Sentence({ event, names }: { event: Happened; names: ReadonlyMap<string, string> }) {
  return (
    <bdi lang="en" dir="ltr">
      {told(event, names).map((part, at) =>
        // oxlint-disable-next-line react/no-array-index-key -- parts of one sentence
        part.sealed ? <span key={at} className={classes.sealed} title={text.sealedMore}>{text.sealed}</span> : part.words,
      )}
    </bdi>
  );
}

/** Every piece of news is an event; many at once are one reason to look. */
function useLookWhenNewsCome(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onNews(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: EVENTS });
      }, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
}
