import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Card } from '../../ui/Card.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import { versionQuery, type Whole, wholeQuery } from './api.ts';
import { ParcelsCard, RefundsCard } from './parts/AfterCards.tsx';
import { OrderSign } from './parts/cells.tsx';
import { DoubtsCard } from './parts/DoubtsCard.tsx';
import { LinesCard } from './parts/LinesCard.tsx';
import { BuyerCard } from './parts/People.tsx';
import { WholePage } from './parts/WholePage.tsx';
import type { Order } from './values.ts';
import { text } from './wholeText.ts';

/** One order of a shop: lines and amounts, who bought, what went out and back. */
export default function OrderScreen() {
  return (
    <WholePage noun="order" list="/mirror/orders" nameOf={(whole) => whole.title ?? whole.remote_id} sign={(whole) => <OrderSign state={whole.state} />} personal>
      {(whole) => <Shown whole={whole} order={whole.value as Order} />}
    </WholePage>
  );
}

function Shown({ whole, order }: { whole: Whole; order: Order }) {
  useNewer(whole);
  return (
    <>
      <DoubtsCard findings={order.findings} />
      <LinesCard order={order} />
      <BuyerCard buyer={order.buyer} billing={order.billing} shipping={order.shipping_to} />
      <ParcelsCard parcels={order.fulfilments} />
      <RefundsCard order={order} />
      <Card title={text.facts} padded><Facts facts={facts(whole, order)} /></Card>
    </>
  );
}

/** Reads the order again when it is another than the one shown. */
function useNewer(whole: Whole): void {
  const { refetch } = useQuery({ ...wholeQuery('order', whole.id), enabled: false });
  const told = useQuery(versionQuery(whole)).data ?? 0;
  useEffect(() => {
    if (told > whole.version) void refetch();
  }, [told, whole.version, refetch]);
}

function instant(name: string, when: string | null) {
  return when ? [[name, <Time key={name} at={when} as="when" />] as const] : [];
}

function facts(whole: Whole, order: Order): (readonly [string, ReactNode])[] {
  const said = [order.state_word, order.paid_word].filter(Boolean).join(', ');
  return [
    ...instant(text.placed, order.placed_at),
    ...instant(text.paid, order.paid_at),
    ...instant(text.completed, order.completed_at),
    ...((order.payment_title ?? order.payment_method) ? [[text.payment, order.payment_title ?? order.payment_method] as const] : []),
    ...(said ? [[text.stateWord, <code key="word">{said}</code>] as const] : []),
    ...(order.coupons.length > 0 ? [[text.coupons, order.coupons.join(', ')] as const] : []),
    ...(order.note ? [[text.note, <bdi key="note">{order.note}</bdi>] as const] : []),
    [text.id, <code key="id">{whole.remote_id}</code>],
  ];
}
