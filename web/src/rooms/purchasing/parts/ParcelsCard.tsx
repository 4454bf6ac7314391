import { Card } from '../../../ui/Card.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../purchaseText.ts';
import type { Parcel, Step } from '../shapes.ts';
import classes from './purchasing.module.css';

const SIGNS: Readonly<Record<Parcel['state'], readonly [ShapeName, Colour]>> = {
  pending: ['dashedRing', 'ink2'], in_transit: ['wall', 'accent'], out_for_delivery: ['ringDot', 'accent'], ready_for_pickup: ['ring', 'accent'], delivered: ['check', 'ok'],
  failed_attempt: ['warn', 'warn'], exception: ['octagon', 'bad'], expired: ['clock', 'warn'], returned: ['back', 'ink3'],
};
const SHOWN = 4;
const parcelWord = (state: string): string => (text.parcelStates as Readonly<Record<string, string>>)[state] ?? state;

/** Each parcel of the supplier and its way, the newest step first. */
export function ParcelsCard({ parcels }: { parcels: readonly Parcel[] }) {
  return (
    <Card title={text.parcels} sub={parcels.length > 0 ? String(parcels.length) : undefined}>
      {parcels.length === 0 ? <p className={classes.foot}>{text.noParcels}</p> : <ul className={classes.parcels}>{parcels.map((parcel, index) => <One key={parcel.id} parcel={parcel} index={index + 1} />)}</ul>}
    </Card>
  );
}

function One({ parcel, index }: { parcel: Parcel; index: number }) {
  const [shape, colour] = SIGNS[parcel.state];
  const [first, rest] = [parcel.events.slice(0, SHOWN), parcel.events.slice(SHOWN)];
  return (
    <li>
      <div className={classes.over}><b>{text.parcel(index)}</b><Sign shape={shape} colour={colour}>{parcelWord(parcel.state)}</Sign></div>
      <p className={classes.signs}>
        {parcel.carrier && <bdi>{parcel.carrier}</bdi>}
        <code>{parcel.number}</code>
        {parcel.url.startsWith('https://') && <a href={parcel.url} target="_blank" rel="noreferrer" className="link">{text.follow}</a>}
        {parcel.promised_by && parcel.delivered_at === null && <span className="faint">{text.promisedBy} <Time at={parcel.promised_by} as="day" /></span>}
      </p>
      {first.length === 0 ? <p className="faint small">{text.noEvents}</p> : <Way steps={first} />}
      {rest.length > 0 && <details className={classes.earlier}><summary>{text.earlier(rest.length)}</summary><Way steps={rest} /></details>}
    </li>
  );
}

function Way({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.timeline}>
      {steps.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a carrier may tell the same twice at the same instant
        <li key={`${step.heard_at} ${step.word} ${index}`}>
          {step.at ? <Time at={step.at} as="when" /> : <span className="faint small">{step.at_text}</span>}
          <span><bdi>{step.said || (step.state && parcelWord(step.state)) || step.word}</bdi>{step.place && <small className="faint"> <bdi>{step.place}</bdi></small>}</span>
        </li>
      ))}
    </ol>
  );
}
