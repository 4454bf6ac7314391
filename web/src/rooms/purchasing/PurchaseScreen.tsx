import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, usePlaces, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useTitle } from '../../lib/title.ts';
import { useNow } from '../../lib/useNow.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { Time } from '../../ui/Time.tsx';
import { purchaseQuery } from './api.ts';
import { can, endable, isLate, nextOf } from './model.ts';
import { CancelDialog } from './parts/CancelDialog.tsx';
import { DisputeCard } from './parts/DisputeCard.tsx';
import { DisputeDialog } from './parts/DisputeDialog.tsx';
import { ICONS } from './parts/icons.ts';
import { MarginCard } from './parts/MarginCard.tsx';
import { NameDialog } from './parts/NameDialog.tsx';
import { NextCard } from './parts/NextCard.tsx';
import { ParcelsCard } from './parts/ParcelsCard.tsx';
import classes from './parts/purchasing.module.css';
import { QuoteCard } from './parts/QuoteCard.tsx';
import { SentCard } from './parts/SentCard.tsx';
import { LateSign, PurchaseSign } from './parts/Shared.tsx';
import { StepsRow } from './parts/StepsRow.tsx';
import { WishesCard } from './parts/WishesCard.tsx';
import { text } from './purchaseText.ts';
import type { Act, WholePurchase } from './shapes.ts';
import { titles } from './titles.ts';
import { useActs } from './usePurchase.ts';

/** One supplier order: what is to be done now, what it costs, what was sent and what was confirmed. */
export default function PurchaseScreen() {
  const { id = '' } = usePlaces();
  const purchase = useQuery(purchaseQuery(id));
  if (purchase.data) return <Found key={id} whole={purchase.data} />;
  return (
    <>
      <PageHead title={titles.purchase} />
      <Card label={titles.purchase}>{purchase.error ? <ErrorState error={purchase.error} retry={() => void purchase.refetch()} /> : <Loading rows={8} />}</Card>
    </>
  );
}

/** What stands large as the next action is not asked a second time above. */
const LARGE: Readonly<Record<string, readonly Act[]>> = { clock: ['place_now', 'stop'], ask: ['agree', 'again', 'stop'], refused: ['stop', 'again'], pay: ['pay'], held: ['stop'] };

function Found({ whole }: { whole: WholePurchase }) {
  const may = useMay();
  const mayAct = may('purchasing.order.write');
  const now = new Date(useNow());
  const [open, setOpen] = useState<'name' | 'cancel' | null>(null);
  const { busy, refused, run } = useActs(whole.id);
  const { search, change } = useAddress();
  const next = nextOf(whole, now);
  const others = (['stop', 'again'] as const).filter((act) => can(act, whole) && !LARGE[next]?.includes(act));
  useTitle(whole.number);
  return (
    <>
      <PageHead
        title={text.called(whole.number)}
        facts={
          <>
            <PurchaseSign state={whole.state} pill />
            {isLate(whole, now) && <LateSign pill />}
            <span className={classes.shop}><Tile platform={whole.platform} />{may('purchasing.supplier.read') ? <Link to={`/purchasing/suppliers/${whole.supplier_id}`} className="link"><bdi>{whole.supplier}</bdi></Link> : <bdi>{whole.supplier}</bdi>}</span>
            {may('orders.order.read') && <Link to={`/orders/${whole.order_id}`} className="link">{text.order(whole.order_number)}</Link>}
            <span className="faint">{text.begun} <Time at={whole.made_at} /></span>
          </>
        }
        actions={mayAct && (
          <>
            {others.map((act) => <Button key={act} leftSection={<Icon name={ICONS[act]} />} disabled={busy} onClick={() => void run(act)}>{text.verbs[act]}</Button>)}
            {endable(whole) && next !== 'surplus' && <Button leftSection={<Icon name="x" />} onClick={() => setOpen('cancel')}>{text.verbs.cancel}</Button>}
          </>
        )}
      />
      <Stack>
        <NextCard whole={whole} next={next} may={mayAct} busy={busy} refused={refused} onAct={(act) => void run(act)} onName={() => setOpen('name')} onCancel={() => setOpen('cancel')} />
        <StepsRow state={whole.state} />
        <WithRail
          label={text.rail}
          rail={
            <>
              <MarginCard whole={whole} />
              <SentCard whole={whole} />
              <DisputeCard whole={whole} onOpen={() => change({ new: 'dispute' })} />
            </>
          }
        >
          <QuoteCard whole={whole} />
          <WishesCard whole={whole} />
          <ParcelsCard parcels={whole.parcels} />
        </WithRail>
      </Stack>
      <NameDialog open={open === 'name'} whole={whole} onClose={() => setOpen(null)} />
      <DisputeDialog open={mayAct && wordOf(search, 'new') === 'dispute'} whole={whole} onClose={() => change({ new: null })} />
      <CancelDialog open={open === 'cancel'} whole={whole} onClose={() => setOpen(null)} />
    </>
  );
}
