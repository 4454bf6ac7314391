import { Button } from '@mantine/core';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { slipFile, type WholeOrder } from '../api.ts';
import { text as order } from '../orderText.ts';
import { text } from '../packText.ts';
import { take } from './files.ts';
import classes from './orders.module.css';

/** What went out, by whom, and where it is followed. */
export function ParcelsCard({ whole: { order: { id, number }, parcels }, maySend, onSend }: { whole: WholeOrder; maySend: boolean; onSend: () => void }) {
  const maySlip = useMay()('orders.slip.read');
  return (
    <Card title={text.parcels} sub={parcels.length > 0 ? String(parcels.length) : undefined} end={<>
      {maySlip && <Button size="xs" leftSection={<Icon name="print" />} onClick={() => take(() => slipFile(id), text.slipName(number))}>{text.slip}</Button>}
      {maySend && <Button size="xs" leftSection={<Icon name="stock" />} onClick={onSend}>{order.send}</Button>}
    </>}>
      {parcels.length === 0 ? <p className={classes.foot}>{text.noParcels}</p> : (
        <ul className={classes.options}>{parcels.map((parcel, index) => <Parcel key={parcel.id} parcel={parcel} index={index + 1} />)}</ul>
      )}
    </Card>
  );
}

function Parcel({ parcel, index }: { parcel: WholeOrder['parcels'][number]; index: number }) {
  const { made_by: by, state, carrier, tracking_number: tracking, tracking_url: url, shipped_at: at, told, told_why: why, supplier } = parcel;
  const done = state === 'shipped' || state === 'delivered';
  return (
    <li>
      <div>
        <span className={classes.over}><b>{text.parcel(index)}</b><Sign shape={done ? 'check' : 'dashedRing'} colour={done ? 'ok' : 'ink2'}>{named(text.parcelStates, state)}</Sign></span>
        <p className={classes.signs}>
          {carrier && <bdi>{carrier}</bdi>}
          {tracking ? <code>{tracking}</code> : <span className="faint">{text.noTracking}</span>}
          {url.startsWith('https://') && <a href={url} target="_blank" rel="noreferrer" className="link">{text.follow}</a>}
        </p>
        <small>{supplier ? <bdi>{text.sentBy(supplier)}</bdi> : named(text.madeBy, by)}{at && <> · <Time at={at} as="when" /></>}{(told === 'asked' || told === 'proven') && ` · ${text.told[told]}`}</small>
        {told === 'refused' && <p className={classes.signs}><Sign shape="warn" colour="warn">{text.told.refused}</Sign> <span lang="en">{why}</span></p>}
      </div>
    </li>
  );
}

const named = (words: Readonly<Record<string, string>>, key: string) => words[key] ?? key;
