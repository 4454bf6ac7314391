import type { ReactNode } from 'react';
import { countryName } from '../../../lib/country.ts';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../purchaseText.ts';
import type { WholePurchase } from '../shapes.ts';
import classes from './purchasing.module.css';

type Fact = readonly [name: string, value: ReactNode];

/** Under which numbers it stands on both sides, by which changes, and when what happened. */
export function SentCard({ whole }: { whole: WholePurchase }) {
  const maySet = useMay()('changes.set.read');
  const { remote_id: remote, set_id: set, pay_set_id: paySet, remotes } = whole;
  const parts = Object.keys(remotes).filter((name) => name !== remote);
  const times: readonly (readonly [string, string | null])[] = [[text.placedAt, whole.placed_at], [text.sentAt, whole.sent_at], [text.promised, whole.arrives_by], [text.deliveredAt, whole.delivered_at]];
  const facts: Fact[] = [
    [text.ourNumber, <code key="our">{whole.number}</code>],
    [text.theirNumber, remote === null ? <span key="none" className="faint">{text.noNumber}</span> : <code key="their">{remote}</code>],
    ...(parts.length > 0 ? [[text.parts, <span key="parts">{parts.map((name) => <code key={name}>{name} </code>)}</span>] as const] : []),
    ...(set !== null && maySet ? [[text.change, <Link key="set" to={`/changes/${set}`} className="link">{text.toSet}</Link>] as const] : []),
    ...(paySet !== null && maySet ? [[text.payment, <Link key="pay" to={`/changes/${paySet}`} className="link">{text.toPaySet}</Link>] as const] : []),
    ...times.flatMap(([name, at]): Fact[] => (at === null ? [] : [[name, <Time key={name} at={at} as={name === text.promised ? 'day' : 'when'} />]])),
    ...(whole.from_country ? [[text.comesFrom, countryName(whole.from_country)] as const] : []),
    [text.goesTo, [whole.postcode, whole.region, countryName(whole.country)].filter(Boolean).join(', ')],
  ];
  return (
    <Card title={text.sent} padded>
      <Facts facts={facts} />
      <p className={classes.small}>{text.ourNumberMore}</p>
      {whole.said_by !== null && <p className={classes.small}>{text.saidYes}</p>}
      {(whole.state === 'placed' || whole.state === 'unpaid') && <p className={classes.small}>{text.ends[whole.ends_now]}</p>}
    </Card>
  );
}
