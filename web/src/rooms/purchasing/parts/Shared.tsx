import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { Time } from '../../../ui/Time.tsx';
import { clockOf, isLate, secondsLeft } from '../model.ts';
import type { Purchase, State } from '../shapes.ts';
import { text } from '../text.ts';
import classes from './purchasing.module.css';

/** The ways between the parts of purchasing. */
export function PurchasingTabs() {
  const { board, list, suppliers, offers, vouchers, restocks, reorders, looks, trends } = text.tabs;
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/purchasing', label: board, needs: 'purchasing.order.read' },
        { to: '/purchasing/orders', label: list, needs: 'purchasing.order.read' },
        { to: '/purchasing/suppliers', label: suppliers, needs: 'purchasing.supplier.read' },
        { to: '/purchasing/offers', label: offers, needs: 'purchasing.offer.read' },
        { to: '/purchasing/vouchers', label: vouchers, needs: 'purchasing.voucher.read' },
        { to: '/purchasing/restocks', label: restocks, needs: 'purchasing.restock.read' },
        { to: '/purchasing/reorders', label: reorders, needs: 'purchasing.restock.read' },
        { to: '/purchasing/looks', label: looks, needs: 'purchasing.offer.read' },
        { to: '/purchasing/trends', label: trends, needs: 'purchasing.topic.read' },
      ]}
    />
  );
}

/** One that is placed was read back at its supplier; nothing else has the seal. */
const SIGNS: Readonly<Record<State, readonly [ShapeName, Colour]>> = {
  waiting: ['dashedRing', 'ink2'],
  asking: ['warn', 'warn'],
  quoted: ['clock', 'accent'],
  placing: ['arc', 'accent'],
  unsure: ['question', 'unknown'],
  unpaid: ['ring', 'warn'],
  placed: ['seal', 'ok'],
  sent: ['wall', 'accent'],
  delivered: ['check', 'ok'],
  refused: ['octagon', 'bad'],
  stopped: ['stop', 'ink3'],
  cancelling: ['back', 'ink2'],
  cancelled: ['slashed', 'ink3'],
};

export function PurchaseSign({ state, pill = false, more }: { state: State; pill?: boolean; more?: ReactNode }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour} pill={pill}>{text.states[state]}{more}</Sign>;
}

export function LateSign({ pill = false, words }: { pill?: boolean; words?: string }) {
  return <Sign shape="clock" colour="warn" pill={pill}>{words ?? text.late}</Sign>;
}

/** How long it can still be stopped, live; nothing where no clock runs. */
export function Clock({ row }: { row: Pick<Purchase, 'state' | 'due_at' | 'held'> }) {
  const left = secondsLeft(row, new Date(useNow()));
  if (row.state === 'quoted' && row.held) return <span className="warn">{text.isHeld}</span>;
  if (left === null) return null;
  return <span className="nowrap" role="timer">{left === 0 ? text.dueNow : `${text.dueIn}\u00A0${clockOf(left)}`}</span>;
}

export function Arrives({ row }: { row: Pick<Purchase, 'state' | 'arrives_by'> }) {
  const late = isLate(row, new Date(useNow()));
  if (row.arrives_by === null) return null;
  return <span className={late ? 'warn strong' : ''}><Time at={row.arrives_by} as="day" /></span>;
}

export function Cost({ row: { total_minor: minor, currency, costs_hidden: hidden } }: { row: Pick<Purchase, 'total_minor' | 'currency' | 'costs_hidden'> }) {
  if (hidden) return <span className="faint">{text.costsHidden}</span>;
  return minor === null || currency === null ? <span className="faint">{text.noTotal}</span> : <b><Money minor={minor} currency={currency} /></b>;
}

/** A table that may be wider than the phone: it scrolls, and by the keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.wide} tabIndex={0} role="group" aria-label={label}>{children}</div>
  );
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
