import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddress, usePlaces, wordOf } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { useTitle } from '../../lib/title.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import type { WholeOrder } from './api.ts';
import { isOpen, sendable } from './model.ts';
import { text } from './orderText.ts';
import { BuyerCard } from './parts/BuyerCard.tsx';
import { GiveBackCard } from './parts/GiveBackCard.tsx';
import { HoldDialog } from './parts/HoldDialog.tsx';
import { LinesCard } from './parts/LinesCard.tsx';
import { MoneyCard } from './parts/MoneyCard.tsx';
import { NextCard } from './parts/NextCard.tsx';
import { NotesCard } from './parts/NotesCard.tsx';
import { PapersCard } from './parts/PapersCard.tsx';
import { ParcelDialog } from './parts/ParcelDialog.tsx';
import { ParcelsCard } from './parts/ParcelsCard.tsx';
import { HeldSign, OrderSign, PaySign, ShopName } from './parts/Shared.tsx';
import { FactsCard, RisksCard, TimelineCard } from './parts/SmallCards.tsx';
import { StepsRow } from './parts/StepsRow.tsx';
import { SuppliedCard } from './parts/SuppliedCard.tsx';
import { TagsCard } from './parts/TagsCard.tsx';
import { TroublesCard } from './parts/TroublesCard.tsx';
import { boughtOf, ours } from './supplied.ts';
import { titles } from './titles.ts';
import { useOrder } from './useOrder.ts';
import { useSupplied } from './useSupplied.ts';

/** One order: what is to be done with it now, and everything that is known of it. */
export default function OrderScreen() {
  const { id = '' } = usePlaces();
  const order = useOrder(id);
  if (order.data) return <Found key={id} whole={order.data} />;
  return (
    <>
      <PageHead title={titles.order} />
      <Card label={titles.order}>{order.error ? <ErrorState error={order.error} retry={() => void order.refetch()} /> : <Loading rows={8} />}</Card>
    </>
  );
}

/** Of these something can still be bought, or bought elsewhere. */
const BUYS: ReadonlySet<WholeOrder['order']['state']> = new Set(['confirmed', 'processing']);

function Found({ whole }: { whole: WholeOrder }) {
  const { order } = whole;
  const may = useMay()('orders.order.write');
  const shops = useShops();
  const { search, change } = useAddress();
  const [holding, setHolding] = useState(false);
  const held = whole.held_why !== null;
  const { rows, wholes, error, again } = useSupplied(order.id);
  // What a supplier sends is not packed here.
  const here = ours(whole, boughtOf(wholes));
  const maySend = may && !held && isOpen(order.state) && here.lines.some((line) => sendable(line) > 0);
  const pack = () => change({ new: 'parcel' });
  useTitle(order.number);
  useKeys([
    ...(may && !held ? [{ keys: 'h', label: text.hold, run: () => setHolding(true) }] : []),
    ...(maySend ? [{ keys: 'p', label: text.send, run: pack }] : []),
  ]);
  return (
    <>
      <PageHead
        title={text.called(order.number)}
        facts={
          <>
            <OrderSign state={order.state} pill />
            <PaySign payment={order.payment} pill />
            {held && <HeldSign pill />}
            <ShopName shops={shops} id={order.account_id} />
            <span className="faint">{text.placed} <Time at={order.placed_at} /></span>
          </>
        }
        actions={may && !held && isOpen(order.state) && <Button leftSection={<Icon name="stop" />} onClick={() => setHolding(true)}>{text.hold}</Button>}
      />
      <Stack>
        <NextCard whole={here} supplied={rows} may={may} maySend={maySend} onSend={pack} onHold={() => setHolding(true)} />
        <StepsRow state={order.state} />
        <WithRail
          label={text.rail}
          rail={
            <>
              <MoneyCard whole={whole} />
              <BuyerCard whole={whole} />
              <PapersCard whole={whole} />
              <GiveBackCard whole={whole} />
              <NotesCard whole={whole} may={may} />
              <TagsCard whole={whole} may={may} />
              <FactsCard whole={whole} />
            </>
          }
        >
          {whole.exceptions.length > 0 && <TroublesCard whole={here} />}
          <RisksCard whole={whole} />
          <LinesCard whole={whole} supplied={wholes} />
          <SuppliedCard order={order.id} buys={!held && BUYS.has(order.state) && here.lines.length > 0} rows={rows} wholes={wholes} failed={error !== null} onAgain={again} titleOf={(id) => whole.lines.find((line) => line.id === id)?.title ?? ''} />
          <ParcelsCard whole={whole} maySend={maySend} onSend={pack} />
          <TimelineCard whole={whole} />
        </WithRail>
      </Stack>
      <HoldDialog open={holding} order={order} onClose={() => setHolding(false)} />
      <ParcelDialog open={maySend && wordOf(search, 'new') === 'parcel'} whole={here} onClose={() => change({ new: null })} />
    </>
  );
}
