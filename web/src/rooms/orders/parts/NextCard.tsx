import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Icon, type IconName } from '../../../ui/Icon.tsx';
import { hold, release, type WholeOrder } from '../api.ts';
import { nextOf, sendable } from '../model.ts';
import { text } from '../orderText.ts';
import { text as backText } from '../returnText.ts';
import { returnsOfQuery } from '../returnsApi.ts';
import { heldWords, stepWords, troubleWords } from '../said.ts';
import { pressing } from '../supplied.ts';
import type { Supplied } from '../suppliedApi.ts';
import { text as bought } from '../suppliedText.ts';
import { text as shared } from '../text.ts';
import { useDone } from '../useOrder.ts';
import classes from './orders.module.css';
import { Refused, Words } from './Shared.tsx';
import { Places, SuppliedActs } from './SuppliedCard.tsx';
import { TroubleActs } from './TroubleActs.tsx';

type Props = { whole: WholeOrder; supplied: readonly Supplied[]; may: boolean; maySend: boolean; onSend: () => void; onHold: () => void };

/** The one thing to do now, large. */
export function NextCard({ whole, supplied, may, maySend, onSend }: Props) {
  const next = nextOf(whole);
  const { nexts } = text;
  const mayBack = useMay()('orders.return.read');
  const back = useQuery({ ...returnsOfQuery(whole.order.id), enabled: mayBack && next.kind === 'none' }).data?.items.find(({ state }) => state !== 'closed' && state !== 'declined');
  if (next.kind === 'trouble') {
    const { trouble } = next;
    const { kind } = trouble;
    return (
      <Frame icon="warn" tone="warn" title={shared.kinds[kind]} more={<><Words {...troubleWords(trouble)} /> {stepWords(trouble)}</>}>
        <TroubleActs trouble={trouble} whole={whole} maySend={maySend} onSend={onSend} large />
      </Frame>
    );
  }
  if (next.kind === 'held') {
    return (
      <Frame icon="stop" tone="warn" title={nexts.held.title} more={<bdi>{heldWords(whole)}</bdi>}>
        {may && <Release whole={whole} />}
      </Frame>
    );
  }
  if (next.kind === 'none' && back) return <Frame icon="undo" title={backText.waits[back.state as keyof typeof backText.waits]} more={back.refund_open ? backText.refundWaits : backText.nexts[back.state]}><Button size="lg" onClick={() => document.getElementById(`return-${back.id}`)?.scrollIntoView({ block: 'center' })}>{backText.toReturn}</Button></Frame>;
  const buying = next.kind === 'none' ? pressing(supplied) : undefined;
  if (buying) return <Frame icon="purchasing" {...(buying.state === 'delivered' && { tone: 'quiet' as const })} title={bought.at(buying.supplier)} more={buying.state === 'quoted' ? <><Places row={buying} />. {bought.placesMore}</> : <>{bought.states[buying.state]}. {bought.nexts[buying.state]}</>}><SuppliedActs row={buying} /></Frame>;
  if (next.kind === 'send') return <Frame icon="stock" title={nexts.send.title} more={goods(whole)}>{maySend && <Button variant="filled" size="lg" onClick={onSend}>{text.send}</Button>}</Frame>;
  const icon: IconName = next.kind === 'pay' ? 'card' : next.kind === 'look' ? 'external' : 'check';
  return <Frame icon={icon} tone="quiet" title={nexts[next.kind].title} more={nexts[next.kind].more} />;
}

function goods({ lines }: WholeOrder): string {
  const [first, ...others] = lines.filter((line) => sendable(line) > 0);
  return first ? text.nexts.send.more(sendable(first), first.title || first.sku, others.length) : '';
}

type FrameProps = { icon: IconName; tone?: 'warn' | 'quiet'; title: string; more: ReactNode; children?: ReactNode };

function Frame({ icon, tone, title, more, children }: FrameProps) {
  return (
    <section className={`card ${classes.next} ${tone ? classes[tone] : ''}`} aria-label={text.next}>
      <span className={classes.nextIcon}><Icon name={icon} size={20} /></span>
      <div className={classes.nextWords}><b>{title}</b><p>{more}</p></div>
      {children && <div className={classes.nextActs}>{children}</div>}
    </section>
  );
}

/** It can be held again with the same reason, from the toast. */
function Release({ whole: { order, held_why: why } }: { whole: WholeOrder }) {
  const done = useDone();
  const { busy, refused, act } = useAct();
  const offline = useSignal(offlineSince) !== null;
  const client = useQueryClient();
  const undo = () => attempt(async () => {
    await done(await hold(order.id, why ?? ''));
    toast(text.undone);
  });
  const go = () => act(async () => {
    await client.cancelQueries({ queryKey: ['orders', 'whole', order.id] });
    await done(await release(order.id));
    toast(text.released(order.number), { act: { label: text.undo, icon: 'undo', run: undo } });
  });
  return <><Refused refused={refused} /><Button variant="filled" size="lg" loading={busy} disabled={offline} leftSection={<Icon name="play" />} onClick={() => void go()}>{text.release}</Button></>;
}
