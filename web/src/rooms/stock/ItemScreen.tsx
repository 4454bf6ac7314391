import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, usePlaces, wordOf } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import { itemQuery, soldAtQuery } from './api.ts';
import { text } from './itemText.ts';
import { AdjustDialog } from './parts/AdjustDialog.tsx';
import { AlertsCard } from './parts/AlertsCard.tsx';
import { HoldDialog } from './parts/HoldDialog.tsx';
import { LedgerCard } from './parts/LedgerCard.tsx';
import { LevelsCard } from './parts/LevelsCard.tsx';
import { PeriodsCard } from './parts/PeriodsCard.tsx';
import { ShopsCard } from './parts/ShopsCard.tsx';
import { digestOf } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import { useChosen, WhyCard } from './parts/WhyCard.tsx';
import type { SoldAt, WholeItem } from './shapes.ts';
import { text as shared } from './text.ts';
import { titles } from './titles.ts';

/** One variant: what lies where, what each shop shows of it and why, and everything that moved. */
export default function ItemScreen() {
  const { id = '' } = usePlaces();
  const item = useQuery(itemQuery(id));
  if (item.data) return <Found item={item.data} />;
  return (
    <>
      <PageHead title={titles.item} />
      <Card label={titles.item}>{item.error ? <ErrorState error={item.error} retry={() => void item.refetch()} /> : <Loading rows={8} />}</Card>
    </>
  );
}

function Found({ item }: { item: WholeItem }) {
  const may = useMay();
  const { search, change } = useAddress();
  const sold = useQuery(soldAtQuery(item.variant_id));
  const shops = sold.data ?? [];
  const [holding, setHolding] = useState<readonly SoldAt[] | null>(null);
  const mayAdjust = may('stock.level.write') && !item.is_bundle;
  const adjust = () => change({ new: 'adjust' });
  useKeys(mayAdjust ? [{ keys: 'e', label: shared.adjust, run: adjust }] : []);
  const live = shops.filter(({ state }) => state === 'on');
  return (
    <>
      <PageHead
        title={<span className={classes.item}><Thumbnail digest={digestOf(item.image_url)} alt="" small />{item.title}</span>}
        facts={<><span className="sku">{item.sku}</span><Link to={`/catalog/${item.product_id}`} className="link">{text.toProduct}</Link></>}
        actions={
          <>
            {may('stock.channel.write') && live.length > 0 && <Button leftSection={<Icon name="stop" />} onClick={() => setHolding(live)}>{text.hold}</Button>}
            {mayAdjust && <Button leftSection={<Icon name="edit" />} onClick={adjust}>{shared.adjust}</Button>}
          </>
        }
      />
      <Stack>
        {item.state === 'waiting' && <Note tone="warn" icon="warn" role="status" end={<Link to="/stock/opening" className="button">{text.toOpening}</Link>}>{text.waits}</Note>}
        <Numbers item={item} />
        <WithRail label={text.rail} rail={<><LevelsCard item={item} /><AlertsCard item={item} /><PeriodsCard id={item.variant_id} shops={shops} /></>}>
          {sold.data ? <Shops id={item.variant_id} shops={shops} onHold={(shop) => setHolding([shop])} /> : <Card title={text.shops}>{sold.error ? <ErrorState error={sold.error} retry={() => void sold.refetch()} /> : <Loading rows={4} />}</Card>}
          <LedgerCard item={item} />
        </WithRail>
      </Stack>
      <AdjustDialog open={mayAdjust && wordOf(search, 'new') === 'adjust'} ids={[item.variant_id]} onClose={() => change({ new: null })} />
      <HoldDialog shops={holding} onClose={() => setHolding(null)} />
    </>
  );
}

function Shops({ id, shops, onHold }: { id: string; shops: readonly SoldAt[]; onHold: (shop: SoldAt) => void }) {
  const chosen = useChosen(shops)?.account_id ?? '';
  if (shops.length === 0) {
    return <Card title={text.shops}><Empty title={text.noShops} more={text.noShopsMore}><Link to="/catalog/matches" className="button">{text.toMatches}</Link></Empty></Card>;
  }
  return <><WhyCard id={id} shops={shops} /><ShopsCard shops={shops} chosen={chosen} onHold={onHold} /></>;
}

function Numbers({ item }: { item: WholeItem }) {
  const { onHand, reserved, available, onTheWay, sold } = text.names;
  const at = item.places.filter(({ kind }) => kind !== 'transit').length;
  const moves = (kind: string) => `/stock/${item.variant_id}?kind=${kind}`;
  return (
    <Figures
      label={text.figures}
      small
      figures={[
        { name: onHand, value: number(item.on_hand), more: at > 1 ? text.placesCount(at) : undefined },
        { name: reserved, value: number(item.reserved), more: item.promised > 0 ? text.forPromotions(number(item.promised)) : undefined, to: moves('reservation'), why: text.seeLedger(reserved) },
        { name: available, value: number(item.available) },
        { name: onTheWay, value: number(item.on_the_way), to: '/stock/transfers?state=sent', why: onTheWay },
        { name: sold, value: number(item.sold_28_days), more: item.per_day > 0 ? text.perDay(number(item.per_day, 1)) : undefined, to: moves('sale'), why: text.seeLedger(sold) },
      ]}
    />
  );
}
