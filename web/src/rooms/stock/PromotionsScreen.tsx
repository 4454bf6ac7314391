import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { endPromotion, placesQuery, readPromotions, STOCK } from './api.ts';
import { PromotionDialog } from './parts/PromotionDialog.tsx';
import { StockTabs } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import { text } from './restText.ts';
import type { Promotion } from './shapes.ts';

/** Pieces that one shop alone may sell for a time. */
export default function PromotionsScreen() {
  const client = useQueryClient();
  const may = useMay()('stock.level.write');
  const shops = useShops();
  const places = useQuery(placesQuery).data ?? [];
  const [adding, setAdding] = useState(false);
  const rows = useRows<Promotion>({
    key: [...STOCK, 'promotions'],
    id: (row) => row.id,
    read: ({ search, limit, cursor, signal }) => readPromotions({ state: wordOf(search, 'state'), limit, cursor }, signal),
  });
  const end = ({ id }: Promotion) => attempt(async () => {
    await endPromotion(id);
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.ended);
  });
  const columns: Column<Promotion>[] = [
    { id: 'name', head: text.name, kind: 'name', cell: (row) => <span className={`${classes.two} ${classes.named}`}><bdi>{row.name}</bdi><small><bdi>{row.title}</bdi> <span className="sku">{row.sku}</span></small></span> },
    { id: 'state', head: text.state, kind: 'state', phone: 'end', cell: (row) => <Standing row={row} /> },
    { id: 'kept', head: text.kept, kind: 'money', phone: 'more', cell: (row) => <span className={classes.two}><span>{text.leftOf(number(row.left), number(row.count))}<span className={classes.word}> · <bdi>{row.title}</bdi></span></span>{row.short > 0 && <small className="warn">{text.short(number(row.short))}</small>}</span> },
    { id: 'shop', head: text.shop, kind: 'code', cell: (row) => <bdi>{shops.nameOf(row.account_id)}</bdi> },
    { id: 'place', head: text.place, kind: 'code', cell: (row) => <bdi>{places.find(({ id }) => id === row.place_id)?.name}</bdi> },
    { id: 'span', head: text.span, kind: 'code', cell: (row) => <span className={classes.two}><Time at={row.from_at} as="when" /><Time at={row.until_at} as="when" /></span> },
    ...(may ? [{ id: 'act', head: text.act, kind: 'act' as const, cell: (row: Promotion) => row.state !== 'over' && <Button size="xs" aria-label={text.endOf(row.name)} onClick={() => end(row)}>{text.end}</Button> }] : []),
  ];
  return (
    <>
      <PageHead title={text.promotions} facts={text.promotionsFacts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{text.newPromotion}</Button>} />
      <StockTabs />
      <DataTable
        name="stock-promotions"
        label={text.promotionsList}
        rows={rows}
        columns={columns}
        nameOf={(row) => row.name}
        filters={[{ name: 'state', label: text.state, kind: 'choice', choices: Object.entries(text.promotionStates).map(([value, label]) => ({ value, label })) }]}
        empty={<Empty title={text.noPromotions} more={text.noPromotionsMore} />}
        tall
      />
      <PromotionDialog open={adding} places={places} onClose={() => setAdding(false)} />
    </>
  );
}

function Standing({ row: { state } }: { row: Promotion }) {
  const shape = state === 'planned' ? 'clock' : state === 'running' ? 'pulse' : 'square';
  return <Sign shape={shape} colour={state === 'planned' ? 'ink2' : state === 'running' ? 'ok' : 'ink3'}>{text.promotionStates[state]}</Sign>;
}
