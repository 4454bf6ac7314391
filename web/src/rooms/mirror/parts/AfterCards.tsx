import { Card } from '../../../ui/Card.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Time } from '../../../ui/Time.tsx';
import { outward } from '../model.ts';
import { text as words } from '../text.ts';
import type { Fulfilment, Order, Refund } from '../values.ts';
import { text } from '../wholeText.ts';
import classes from './rows.module.css';

/** What went back. */
export function RefundsCard({ order }: { order: Order }) {
  const told = new Set(order.refunds.map((refund) => refund.remote_id));
  const apart = order.refund_ids.filter((id) => !told.has(id)).length;
  return (
    <Card title={text.refunds}>
      {order.refunds.length === 0 && apart === 0 && <p className={classes.none}>{text.noRefunds}</p>}
      <ul className={classes.list}>{order.refunds.map((refund) => <RefundLine key={refund.remote_id} refund={refund} />)}</ul>
      {apart > 0 && <p className={classes.none}>{text.refundsApart(apart)}</p>}
    </Card>
  );
}

function RefundLine({ refund }: { refund: Refund }) {
  return (
    <li>
      <span>{refund.reason || text.refunds}</span>
      <b>{refund.amount ? <Money {...refund.amount} /> : words.notTold}</b>
      <small>{refund.paid_back !== null && (refund.paid_back ? text.paidBack : text.notPaidBack)}</small>
      <small>{refund.refunded_at && <Time at={refund.refunded_at} as="when" />}</small>
    </li>
  );
}

/** What was sent. */
export function ParcelsCard({ parcels }: { parcels: readonly Fulfilment[] }) {
  return (
    <Card title={text.parcels}>
      {parcels.length === 0 && <p className={classes.none}>{text.noParcels}</p>}
      <ul className={classes.list}>{parcels.map((parcel) => <Parcel key={parcel.remote_id} parcel={parcel} />)}</ul>
    </Card>
  );
}

function Parcel({ parcel }: { parcel: Fulfilment }) {
  const url = outward(parcel.tracking_url);
  return (
    <li>
      <span>{[parcel.carrier, parcel.tracking_number].filter(Boolean).join(' ') || parcel.remote_id}</span>
      <span>{url && <a className="link" href={url} target="_blank" rel="noreferrer">{text.track}</a>}</span>
      <small>{parcel.shipped_at && <Time at={parcel.shipped_at} as="when" />}</small>
    </li>
  );
}
