import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Dispute, type Disputes, disputesQuery, withdrawDispute } from '../disputeApi.ts';
import { LIVE, withdrawable } from '../disputeModel.ts';
import { text } from '../disputeText.ts';
import type { WholePurchase } from '../shapes.ts';
import { useActs } from '../usePurchase.ts';
import classes from './purchasing.module.css';
import { Refused } from './Shared.tsx';

const SIGNS: Readonly<Record<Dispute['state'], readonly [ShapeName, Colour]>> = {
  opening: ['arc', 'accent'], unsure: ['question', 'unknown'], open: ['clock', 'warn'], refunded: ['check', 'ok'], reissued: ['check', 'ok'], rejected: ['octagon', 'bad'], closed: ['ring', 'ink2'], withdrawn: ['back', 'ink3'], refused: ['octagon', 'bad'],
};

/** Where disputes about it stand, until when one can be opened, and how. */
export function DisputeCard({ whole, onOpen }: { whole: WholePurchase; onOpen: () => void }) {
  const { data } = useQuery(disputesQuery(whole.id));
  const mayAct = useMay()('purchasing.order.write');
  if (!data || (data.items.length === 0 && data.cannot === 'not_there' && data.last_day === null)) return null;
  return (
    <Card title={text.title} padded>
      <Day shown={data} dispute={whole.dispute_id} />
      {data.items.length > 0 && <ul className={classes.options}>{data.items.map((each) => <One key={each.id} dispute={each} purchase={whole.id} may={mayAct} />)}</ul>}
      {mayAct && data.cannot === null && <Button leftSection={<Icon name="warn" />} onClick={onOpen}>{text.open}</Button>}
    </Card>
  );
}

function Day({ shown: { last_day: day, cannot, items }, dispute }: { shown: Disputes; dispute: string }) {
  return (
    <>
      <p className={classes.small}>{day === null ? text.noDay : <>{cannot === 'over' ? text.over : text.lastDay} <b><Time at={day} as="day" /></b></>}</p>
      {cannot !== null && cannot !== 'live' && <p className={classes.small}>{text.cannot[cannot]}</p>}
      {items.length === 0 && (dispute ? <p className={classes.small}>{text.openedThere} <code>{dispute}</code></p> : <p className={classes.small}>{text.none}</p>)}
    </>
  );
}

function One({ dispute, purchase, may }: { dispute: Dispute; purchase: string; may: boolean }) {
  const maySet = useMay()('changes.set.read');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const { done } = useActs(purchase);
  const [shape, colour] = SIGNS[dispute.state];
  const { currency, amount_minor: most, decided_minor: got, state } = dispute;
  const back = () => act(async () => {
    const { end_set_id: set } = await withdrawDispute(dispute.id);
    await done(set ? text.withdrawing : text.withdrawn, set);
  });
  return (
    <li>
      <div>
        <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>
        <b lang="en"><bdi>{dispute.reason || dispute.remote_id}</bdi></b>
        <small>{[dispute.wants ? text.wantsOf[dispute.wants] : text.there, ...dispute.lines.map(({ quantity, title, line_id: line }) => text.about(quantity, title || line))].join(', ')}</small>
        {got !== null && currency !== null && state === 'refunded' ? <small><Money minor={got} currency={currency} /> {text.got}</small> : most !== null && currency !== null && <small>{text.most} <Money minor={most} currency={currency} /></small>}
        {dispute.resend_id && <small>{text.resend(dispute.resend_id)}</small>}
        {(text.statesMore[state] ?? '') && <small>{text.statesMore[state]}</small>}
        {state === 'open' && <small>{text.asked}</small>}
        {dispute.why && <small className="warn">{dispute.why}</small>}
        {maySet && dispute.set_id && <small>{text.opens} <Link to={`/changes/${dispute.set_id}`} className="link">{text.toSet}</Link></small>}
        {maySet && dispute.end_set_id && <small>{text.ends} <Link to={`/changes/${dispute.end_set_id}`} className="link">{text.toSet}</Link></small>}
        <Refused refused={refused} />
      </div>
      {may && LIVE.has(state) && withdrawable(dispute) && <Button size="xs" leftSection={<Icon name="undo" />} loading={busy} disabled={offline} onClick={() => void back()}>{text.withdraw}</Button>}
    </li>
  );
}
