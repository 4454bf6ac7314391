import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import type { Shops } from '../../../lib/shops.ts';
import { Note } from '../../../ui/Note.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign, State } from '../../../ui/State.tsx';
import { type Colour, STATES, words } from '../../../ui/states.ts';
import { Tile } from '../../../ui/Tile.tsx';
import type { OrderState, Payment, TroubleKind } from '../api.ts';
import type { Said } from '../said.ts';
import { text } from '../text.ts';
import classes from './orders.module.css';

/** The ways between the parts of orders. */
export function OrderTabs() {
  const { list, board, exceptions, customers, invoices, returns } = text.tabs;
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/orders', label: list, needs: 'orders.order.read' },
        { to: '/orders/board', label: board, needs: 'orders.order.read' },
        { to: '/orders/exceptions', label: exceptions, needs: 'orders.exception.read' },
        { to: '/orders/customers', label: customers, needs: 'orders.customer.read' },
        { to: '/orders/returns', label: returns, needs: 'orders.return.read' },
        { to: '/orders/invoices', label: invoices, needs: 'orders.invoice.read' },
      ]}
    />
  );
}

/** What the server says, in the reader's language where it is known. */
export function Words(said: Said) {
  return <span lang={said.lang}>{said.words}</span>;
}

export function stateWords(state: OrderState): string {
  return state === 'unknown' ? text.unknownWord : words[state];
}

/** Of an order that goes on nothing turns: nobody waits before the screen for it. */
export function OrderSign({ state, pill = false }: { state: OrderState; pill?: boolean }) {
  if (state === 'unknown') return <Sign shape="warn" colour="warn" pill={pill}>{text.unknownWord}</Sign>;
  if (state === 'processing') return <Sign shape="ringDot" colour={STATES.processing[1]} pill={pill}>{words.processing}</Sign>;
  if (state === 'confirmed') return <Sign shape="ring" colour="accent" pill={pill}>{words.confirmed}</Sign>;
  return <State name={state} pill={pill} />;
}

const PAID: Readonly<Record<Payment, readonly [ShapeName, Colour]>> = {
  unpaid: ['dashedRing', 'ink2'],
  authorised: ['ringDot', 'accent'],
  paid: ['check', 'ok'],
  part_refunded: ['back', 'ink3'],
  refunded: ['back', 'ink3'],
  reversed: ['octagon', 'bad'],
  unknown: ['ring', 'ink3'],
};

export function PaySign({ payment, pill = false }: { payment: Payment; pill?: boolean }) {
  const [shape, colour] = PAID[payment];
  return <Sign shape={shape} colour={colour} pill={pill}>{text.payments[payment]}</Sign>;
}

export function HeldSign({ pill = false }: { pill?: boolean }) {
  return <Sign shape="shield" colour="warn" pill={pill}>{text.held}</Sign>;
}

export function TroubleSign({ kind, more }: { kind: string; more?: ReactNode }) {
  const named = text.kinds[kind as TroubleKind] ?? kind;
  return <Sign shape="warn" colour="warn">{named}{more}</Sign>;
}

export function ShopName({ shops, id }: { shops: Shops; id: string }) {
  const shop = shops.of(id);
  return shop ? <span className={classes.shop}><Tile platform={shop.platform} /><bdi className="clip">{shop.name}</bdi></span> : null;
}

/** What was refused, beside what was pressed; each of its lines where there are several. */
export function Refused({ refused }: { refused: Refusal | null }) {
  if (!refused) return null;
  return (
    <Note tone="bad" icon="warn" role="alert">
      <b>{refused.message}</b> {refused.nextStep}
      {refused.findings.length > 1 && <ul>{refused.findings.map((each) => <li key={`${each.field} ${each.code}`}>{each.sentence} {each.nextStep}</li>)}</ul>}
    </Note>
  );
}

type ButtonsProps = { busy: boolean; verb: string; why?: string; onBack: () => void; onDo: () => void };

/** At the foot of a dialog: the way back, and the one filled button; off only with a reason. */
export function Decide({ busy, verb, why = '', onBack, onDo }: ButtonsProps) {
  const offline = useSignal(offlineSince) !== null;
  return (
    <div className={`${classes.buttons} ${classes.end}`}>
      {why && <span className="faint small">{why}</span>}
      <Button onClick={onBack}>{text.back}</Button>
      <Button variant="filled" loading={busy} disabled={why !== '' || offline} onClick={onDo}>{verb}</Button>
    </div>
  );
}
