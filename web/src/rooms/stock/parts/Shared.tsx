import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { offlineSince } from '../../../lib/reach.ts';
import type { Refusal } from '../../../lib/problem.ts';
import { useSignal } from '../../../lib/signal.ts';
import { Note } from '../../../ui/Note.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import { Thumbnail } from '../../../ui/Thumbnail.tsx';
import { Sign, State } from '../../../ui/State.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { truthState } from '../model.ts';
import type { ItemState, Truth } from '../shapes.ts';
import { text } from '../text.ts';
import classes from './stock.module.css';

/** The ways between the parts of stock. */
export function StockTabs() {
  const { levels, alerts, opening, shops, counts, transfers, promotions, places } = text.tabs;
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/stock', label: levels, needs: 'stock.level.read' },
        { to: '/stock/alerts', label: alerts, needs: 'stock.level.read' },
        { to: '/stock/opening', label: opening, needs: 'stock.level.read' },
        { to: '/stock/shops', label: shops, needs: 'stock.channel.read' },
        { to: '/stock/counts', label: counts, needs: 'stock.count.read' },
        { to: '/stock/transfers', label: transfers, needs: 'stock.transfer.read' },
        { to: '/stock/promotions', label: promotions, needs: 'stock.promotion.read' },
        { to: '/stock/places', label: places, needs: 'stock.place.read' },
      ]}
    />
  );
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
      {refused.findings.length > 0 && <ul>{refused.findings.map((each) => <li key={`${each.field} ${each.code}`}>{each.sentence} {each.nextStep}</li>)}</ul>}
    </Note>
  );
}

export function ItemName({ item }: { item: { title: string; sku: string; image_url?: string | null } }) {
  return (
    <span className={classes.item}>
      {item.image_url !== undefined && <span className={classes.thumb}><Thumbnail digest={digestOf(item.image_url)} alt="" small /></span>}
      <span className={classes.two}><bdi>{item.title}</bdi><small className="sku">{item.sku}</small></span>
    </span>
  );
}

/** The page may ask for pictures of ours alone, as the person who looks. */
export const digestOf = (url: string | null) => url?.split('/').at(-1) ?? null;

export function ItemSign({ state }: { state: ItemState }) {
  const words = text.states[state] ?? state;
  if (state === 'fine') return <Sign shape="check" colour="ink3">{words}</Sign>;
  if (state === 'uncounted') return <Sign shape="ring" colour="ink3">{words}</Sign>;
  if (state === 'waiting') return <Sign shape="dashedRing" colour="ink2">{words}</Sign>;
  return <Sign shape={state === 'low' ? 'warn' : 'octagon'} colour={state === 'low' ? 'warn' : 'bad'}>{words}</Sign>;
}

/** Whether a shop shows what it should; the seal only after it was read back. */
export function TruthSign({ truth }: { truth: Truth }) {
  if (truth === 'proven' || truth === 'differs') return <State name={truthState(truth)} />;
  const shape = truth === 'asked' ? 'arc' : truth === 'waiting' ? 'dashedRing' : 'slashed';
  return <Sign shape={shape} colour={truth === 'asked' ? 'accent' : 'ink3'}>{text.truths[truth]}</Sign>;
}

export function ShopName({ platform, name }: { platform: string; name: string }) {
  return <span className={classes.shop}><Tile platform={platform} /><bdi className="nowrap">{name}</bdi></span>;
}

/** A number as a shop shows it; one that is sold without counting has none. */
export function shownAs(count: number | null): string {
  return count === null ? '\u2013' : String(count);
}

type ButtonsProps = { busy: boolean; verb: string; why?: string; danger?: boolean; onBack: () => void; back: string; onDo: () => void };

/** At the foot of a dialog: the way back, and the one filled button; off only with a reason. */
export function Decide({ busy, verb, why = '', danger = false, onBack, back, onDo }: ButtonsProps) {
  const offline = useSignal(offlineSince) !== null;
  return (
    <div className={`${classes.buttons} ${classes.end}`}>
      {why && <span className="faint small">{why}</span>}
      <Button onClick={onBack}>{back}</Button>
      <Button variant="filled" className={danger ? 'danger' : ''} loading={busy} disabled={why !== '' || offline} onClick={onDo} data-autofocus>{verb}</Button>
    </div>
  );
}
