import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../../lib/me.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { toast } from '../../../../lib/toasts.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Facts } from '../../../../ui/Facts.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { Wire, WireSide } from '../../../../ui/Wire.tsx';
import { DELIVERIES, type Delivery, deliveryQuery, type Endpoint, redeliver } from '../api.ts';
import { pretty } from '../model.ts';
import { text } from '../text.ts';
import classes from './DeliveryDetail.module.css';

/** One call: why it stands where it does, what is sent, what came back. */
export function DeliveryDetail({ delivery, endpoint }: { delivery: Delivery; endpoint: Endpoint }) {
  const { data } = useQuery(deliveryQuery(delivery.id));
  return (
    <div className={classes.detail}>
      <div className={classes.words}>
        {delivery.why && <p lang="en">{delivery.why}</p>}
        {delivery.state === 'unknown' && <Note tone="unknown" icon="warn">{text.unknownMore}</Note>}
        <Again delivery={delivery} endpoint={endpoint} />
        <Facts
          facts={[
            ...(delivery.next_at ? [[text.next, <Time key="next" at={delivery.next_at} />] as const] : []),
            ...(delivery.ended_at ? [[text.endedAt, <Time key="ended" at={delivery.ended_at} as="exact" />] as const] : []),
            [text.id, <code key="id">{delivery.id}</code>],
          ]}
        />
      </div>
      <Wire>
        <WireSide title={text.body} words={data ? pretty(data.body) : ''} />
        <WireSide title={text.answer} words={delivery.answer || text.noBody} />
      </Wire>
    </div>
  );
}

function Again({ delivery, endpoint }: { delivery: Delivery; endpoint: Endpoint }) {
  const client = useQueryClient();
  const may = useMay()('notices.endpoint.write');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  if (!may) return null;
  const isOff = endpoint.state !== 'active';

  const send = () => act(async () => {
    await redeliver(delivery.id);
    await client.invalidateQueries({ queryKey: DELIVERIES });
    toast(text.sentAgain);
  });
  return (
    <>
      <div className="row wrap">
        <Button leftSection={<Icon name="refresh" />} disabled={busy || isOff || offline} onClick={() => void send()}>{text.again}</Button>
        {(isOff || offline) && <span className="faint small">{isOff ? text.offFirst : text.offline}</span>}
      </div>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
    </>
  );
}
