import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { lettersOf } from '../../ui/Tile.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { readWaiting, STOCK } from './api.ts';
import { counting, pieces, typedCounts } from './model.ts';
import { text } from './openText.ts';
import { type AskedOpening, OpeningDialog } from './parts/OpeningDialog.tsx';
import { ItemName, StockTabs } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import type { Waiting } from './shapes.ts';

type Basis = 'available' | 'on_hand';

/** What waits for its count, the numbers of the shops side by side, and a way to set the right one. */
export default function OpeningScreen() {
  const may = useMay()('stock.level.write');
  const shops = useShops();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [basis, setBasis] = useState<Basis>('available');
  const [asked, setAsked] = useState<AskedOpening | null>(null);
  const rows = useRows<Waiting>({
    key: [...STOCK, 'opening'],
    id: (row) => row.variant_id,
    read: ({ limit, cursor, signal }) => readWaiting({ limit, cursor }, signal),
  });
  const counts = typedCounts(typed);
  const columns: Column<Waiting>[] = [
    { id: 'item', head: text.item, kind: 'long', cell: (row) => <ItemName item={row} /> },
    ...counting(rows.rows, shops.nameOf).map((id): Column<Waiting> => ({ id, head: shops.nameOf(id), kind: 'money', cell: (row) => <AtShop row={row} shop={id} /> })),
    { id: 'why', head: text.why, kind: 'long', phone: 'more', cell: (row) => <><span className={`muted ${classes.desk}`}>{text.whys[row.why]}</span><span className={classes.word}><Said row={row} shops={shops} /></span></> },
    ...(may ? [{ id: 'count', head: text.count, kind: 'money' as const, phone: 'end' as const, cell: (row: Waiting) => <CountField row={row} value={typed[row.variant_id] ?? ''} onType={(words) => setTyped({ ...typed, [row.variant_id]: words })} /> }] : []),
  ];
  const bulk: BulkAct[] = may ? [{ id: 'rule', label: text.lowestAct, icon: 'check', run: (selection) => setAsked(selection.kind === 'all' ? { kind: 'rule' } : { kind: 'rule', ids: selection.ids }) }] : [];
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && rows.rows.length > 0 && <Button leftSection={<Icon name="check" />} onClick={() => setAsked({ kind: 'rule' })}>{text.byRule}</Button>} />
      <StockTabs />
      <Stack>
        {counts.length > 0 && (
          <Note
            tone="accent"
            icon="edit"
            role="status"
            end={
              <span className={classes.buttons}>
                <Button size="xs" onClick={() => setTyped({})}>{text.clear}</Button>
                <Button size="xs" variant="filled" onClick={() => setAsked({ kind: 'counts', counts: counts.map((one) => ({ ...one, basis })) })}>{text.set(number(counts.length))}</Button>
              </span>
            }
          >
            <span className={classes.buttons}>
              <span>{text.typed(counts.length)}. {text.basis}</span>
              <Segments label={text.basis} value={basis} choices={[{ value: 'available', label: text.bases.available }, { value: 'on_hand', label: text.bases.on_hand }]} onChange={setBasis} />
            </span>
            <span className="small">{text.basisHelp[basis]}</span>
          </Note>
        )}
        <DataTable
          name="opening"
          label={text.list}
          rows={rows}
          columns={columns}
          nameOf={(row) => row.title}
          bulk={bulk}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/stock" className="button">{text.toLevels}</Link></Empty>}
          tall
        />
      </Stack>
      <OpeningDialog asked={asked} rows={rows.rows} onClose={() => setAsked(null)} onDone={() => setTyped({})} />
    </>
  );
}

/** On a phone there are no columns: what each shop says stands in one line, shops by their letters. */
function Said({ row, shops }: { row: Waiting; shops: Shops }) {
  if (row.shops.length === 0) return text.whys[row.why];
  return (
    <span className={classes.buttons}>
      {row.shops.map(({ account_id: id, quantity }) => <span key={id}><span aria-hidden="true">{lettersOf(shops.of(id)?.platform ?? '')}</span><span className="sr">{shops.nameOf(id)}</span> <b>{quantity === null ? '\u2013' : number(quantity)}</b></span>)}
    </span>
  );
}

function AtShop({ row, shop }: { row: Waiting; shop: string }) {
  const found = row.shops.find(({ account_id: id }) => id === shop);
  if (!found) return <span className="faint">{text.notSold}</span>;
  return found.quantity === null ? <span className="faint">{text.uncounted}</span> : <>{number(found.quantity)}</>;
}

function CountField({ row, value, onType }: { row: Waiting; value: string; onType: (words: string) => void }) {
  return (
    <TextInput
      size="xs"
      className={classes.found}
      inputMode="numeric"
      autoComplete="off"
      aria-label={text.countOf(row.title)}
      value={value}
      error={value !== '' && pieces(value) === null}
      title={value !== '' && pieces(value) === null ? text.wrong : undefined}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
