import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { LogEvent } from '../api.ts';
import { kindName } from '../columns.tsx';
import { facts, fieldName } from '../model.ts';
import { text } from '../text.ts';
import { Actor } from './Actor.tsx';
import { Changes } from './Changes.tsx';
import classes from './EventDetail.module.css';
import { Opening } from './Opening.tsx';
import { Value } from './Value.tsx';

type Props = { event: LogEvent; onOpened: (event: LogEvent) => void };

/** One event: what changed, the facts with it, and where it came from. */
export function EventDetail({ event, onOpened }: Props) {
  const rest = facts(event);
  return (
    <div className={classes.detail}>
      <div className={classes.words}>
        {event.changes.length > 0 && <Changes event={event} />}
        {rest.length > 0 && (
          <section>
            <h2>{text.facts}</h2>
            <Facts facts={rest.map(([name, value]) => [fieldName(name), <Value key={name} value={value} personal={event.personal} />])} />
          </section>
        )}
        <Opening event={event} onOpened={onOpened} />
      </div>
      <section>
        <h2>{text.origin}</h2>
        <Facts facts={origin(event)} />
        <Ways event={event} />
      </section>
    </div>
  );
}

function origin(event: LogEvent): (readonly [string, React.ReactNode])[] {
  const { subject } = event;
  return [
    [text.heads.who, <Actor key="who" actor={event.actor} />],
    [text.eventName, <code key="name">{event.name}</code>],
    ...(subject
      ? [[text.heads.what, <span key="what">{kindName(subject.kind)}{subject.version !== null && `, ${text.version(subject.version)}`}</span>] as const]
      : []),
    [text.happened, <Time key="happened" at={event.happened_at} as="exact" />],
    [text.recorded, <Time key="recorded" at={event.recorded_at} as="exact" />],
    [text.request, <code key="request">{event.request_id || text.nothing}</code>],
    [text.position, <code key="position">{event.position}</code>],
  ];
}

/** The filters that lead on from here. */
function Ways({ event: { actor, subject, request_id: request } }: { event: LogEvent }) {
  return (
    <p className={classes.ways}>
      {actor.id && <Link className="link" to={`/audit?actor=${actor.id}`}>{text.ofActor(actor.name || text.gone)}</Link>}
      {subject && <Link className="link" to={`/audit?subject=${subject.kind}:${subject.id}`}>{text.ofSubject}</Link>}
      {request && <Link className="link" to={`/audit?request=${encodeURIComponent(request)}`}>{text.sameRequest}</Link>}
    </p>
  );
}
