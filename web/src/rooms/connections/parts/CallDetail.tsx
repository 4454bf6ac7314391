import { useQuery } from '@tanstack/react-query';
import { bytes, took } from '../../../lib/amount.ts';
import { useMay } from '../../../lib/me.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { Wire, WireSide } from '../../../ui/Wire.tsx';
import { type Call, callQuery } from '../api.ts';
import { text } from '../flowText.ts';
import { pretty } from '../model.ts';
import classes from './CallDetail.module.css';

/** One call with both sides of it, without keys. */
export function CallDetail({ call }: { call: Call }) {
  const may = useMay();
  const { data, error, refetch } = useQuery(callQuery(call.id));
  return (
    <div className={classes.detail}>
      {call.fault && <p lang="en">{call.fault}</p>}
      {!data ? (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={3} />) : (
        <Wire>
          <WireSide title={text.sent} more={bytes(call.sent_bytes)} words={data.sent ? pretty(data.sent) : text.nothingSent} />
          <WireSide
            title={text.received}
            more={`${call.status === 0 ? text.noAnswer : call.status}, ${bytes(call.received_bytes)}, ${took(call.elapsed_ms / 1000)}`}
            words={data.received ? pretty(data.received) : text.nothingSent}
          />
        </Wire>
      )}
      <div className={classes.facts}>
        <Facts
          facts={[
            [text.url, <code key="url" className={classes.url}>{call.url}</code>],
            [text.askedAt, <Time key="asked" at={call.asked_at} as="exact" />],
            ...(call.request_id ? [[text.request, <code key="request">{call.request_id}</code>] as const] : []),
          ]}
        />
        {call.request_id && may('audit.event.read') && <Link to={`/audit?request=${encodeURIComponent(call.request_id)}`} className="link">{text.inLog}</Link>}
      </div>
    </div>
  );
}
