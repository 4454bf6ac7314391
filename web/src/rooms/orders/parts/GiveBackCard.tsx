import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { WholeOrder } from '../api.ts';
import { isOpen, returnable } from '../model.ts';
import { text } from '../returnText.ts';
import { outcomeWords } from '../said.ts';
import { type Refund, returnsOfQuery, standingQuery } from '../returnsApi.ts';
import { CancelDialog } from './CancelDialog.tsx';
import classes from './orders.module.css';
import { RefundDialog } from './RefundDialog.tsx';
import { ReturnCard, ReturnSign } from './ReturnCard.tsx';
import { ReturnDialog } from './ReturnDialog.tsx';
import { Words } from './Shared.tsx';
import { SharesTable } from './SharesTable.tsx';

/** What was given back of an order and what is left; from here it is refunded, cancelled, taken back. */
export function GiveBackCard({ whole }: { whole: WholeOrder }) {
  const may = useMay();
  const [open, setOpen] = useState<'refund' | 'cancel' | 'return' | null>(null);
  const standing = useQuery(standingQuery(whole.order.id)).data;
  const returns = useQuery(returnsOfQuery(whole.order.id)).data?.items ?? [];
  if (!standing) return null;
  const { paid, left, currency, refunds, lines } = standing;
  const free = may('orders.refund.write') && refunds.every(({ state }) => state !== 'open');
  const gone = whole.lines.some((line) => returnable(line, returns) > 0);
  const close = () => setOpen(null);
  return (
    <Card title={text.card} padded>
      {paid && left && currency && <SharesTable label={text.card} currency={currency} columns={[{ name: text.paid, shares: paid }, { name: text.left, shares: left }]} />}
      {refunds.length === 0 && returns.length === 0 ? <p className="muted">{text.cardNone}</p> : <ul className={classes.options}>{refunds.map((each) => <Made key={each.id} refund={each} />)}</ul>}
      {returns.map((each) => <section key={each.id} id={`return-${each.id}`} className={classes.under} aria-label={text.states[each.state]}><ReturnSign state={each.state} /> {text.reasons[each.reason]}<ReturnCard row={each} /></section>)}
      <div className={`${classes.buttons} ${classes.below}`}>
        {free && left && left.total > 0 && <Button size="xs" onClick={() => setOpen('refund')}>{text.refund}</Button>}
        {free && isOpen(whole.order.state) && lines.every((line) => line.here === line.left) && <Button size="xs" onClick={() => setOpen('cancel')}>{text.cancel}</Button>}
        {may('orders.return.write') && gone && <Button size="xs" onClick={() => setOpen('return')}>{text.startReturn}</Button>}
      </div>
      <RefundDialog open={open === 'refund'} whole={whole} standing={standing} onClose={close} />
      <CancelDialog open={open === 'cancel'} whole={whole} standing={standing} onClose={close} />
      <ReturnDialog open={open === 'return'} whole={whole} returns={returns} onClose={close} />
    </Card>
  );
}

function Made({ refund: { kind, state, outcome, outcome_code: code, shares, currency, set_id: set, made_at: at } }: { refund: Refund }) {
  return (
    <li>
      <span className={classes.two}>
        <b>{text.whats[kind]} {shares.total > 0 && <Money minor={shares.total} currency={currency} />}</b>
        <small>{text.refundStates[state]}{outcome && <>: <Words {...outcomeWords(code, outcome)} /></>} · <Time at={at} />{set && state === 'open' && <> · <Link to={`/changes/${set}`} className="link">{text.toChange}</Link></>}</small>
      </span>
    </li>
  );
}
