import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number, step } from '../../lib/number.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { cancelCount, closeCount, countQuery, placesQuery, readCountLines, STOCK } from './api.ts';
import { CountSign } from './CountsScreen.tsx';
import { FoundField, ScanBar } from './parts/ScanBar.tsx';
import { Decide, ItemName, Refused } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import type { Count, CountLine } from './shapes.ts';
import { type Counting, useCounting } from './useCounting.ts';
import { text } from './workText.ts';

/** One count: scan or type what is there, see the difference, close it. */
export default function CountScreen() {
  const { id = '' } = usePlaces();
  const count = useQuery(countQuery(id));
  if (count.data) return <Found count={count.data} />;
  return (
    <>
      <PageHead title={text.counts} />
      <Card label={text.counts}>{count.error ? <ErrorState error={count.error} retry={() => void count.refetch()} /> : <Loading rows={6} />}</Card>
    </>
  );
}

function Found({ count }: { count: Count }) {
  const client = useQueryClient();
  const open = useMay()('stock.level.write') && count.state === 'open';
  const [closing, setClosing] = useState(false);
  const { busy, refused, act } = useAct();
  const counting = useCounting(count.id);
  const place = useQuery(placesQuery).data?.find(({ id }) => id === count.place_id)?.name ?? '';
  const rows = useRows<CountLine>({
    key: [...STOCK, 'count-lines', count.id],
    id: (row) => row.variant_id,
    read: ({ search, limit, cursor, signal }) => readCountLines(count.id, { differing: wordOf(search, 'differing'), limit, cursor }, signal),
  });
  const close = () => act(async () => {
    const { lost_lines: lost } = await closeCount(count.id);
    await client.invalidateQueries({ queryKey: STOCK });
    setClosing(false);
    toast(lost > 0 ? text.closedLost(number(lost)) : text.closed, lost > 0 ? { tone: 'warn' } : {});
  });
  const cancel = () => act(async () => {
    await cancelCount(count.id);
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.cancelled);
  });
  return (
    <>
      <PageHead
        title={count.name}
        facts={<><CountSign state={count.state} /><span>{text.countFacts(place)}</span><span>{text.counted} {text.ofAll(number(count.counted), number(count.lines))}</span></>}
        actions={open && <><Button loading={busy} onClick={() => void cancel()}>{text.cancelCount}</Button><Button variant="filled" onClick={() => setClosing(true)}>{text.close}</Button></>}
      />
      <Stack>
        <Refused refused={closing ? null : refused} />
        {open && <ScanBar counting={counting} />}
        <DataTable
          name="count-lines"
          label={text.counts}
          rows={rows}
          columns={columns(open, counting)}
          nameOf={(row) => row.title}
          filters={[{ name: 'differing', label: text.onlyDiffering, kind: 'choice', choices: [{ value: 'true', label: text.onlyDifferingChoice }] }]}
          empty={<Empty title={text.noLines} more={text.noLinesMore} />}
          tall
        />
      </Stack>
      <Dialog open={closing} onClose={() => setClosing(false)} labelledBy="close-title">
        <DialogHead id="close-title" title={text.closeTitle} onClose={() => setClosing(false)} />
        <div className={`card-body ${classes.stack}`}>
          <Refused refused={refused} />
          <p>{text.closeMore(number(count.counted), number(count.differing))}</p>
          {count.counted < count.lines && <p className="muted">{text.closeRest(number(count.lines - count.counted))}</p>}
          <Decide busy={busy} verb={text.close} back={text.back} onBack={() => setClosing(false)} onDo={() => void close()} />
        </div>
      </Dialog>
    </>
  );
}

function columns(open: boolean, counting: Counting): Column<CountLine>[] {
  return [
    { id: 'item', head: text.item, kind: 'long', cell: (row) => <ItemName item={row} /> },
    { id: 'frozen', head: text.frozen, kind: 'money', phone: 'more', cell: (row) => <><span className={classes.word}>{text.frozen} </span>{number(row.frozen)}</> },
    { id: 'moved', head: text.moved, kind: 'money', cell: (row) => (row.moved_since === 0 ? '' : step(row.moved_since)) },
    { id: 'found', head: text.found, kind: 'money', phone: 'end', cell: (row) => (open ? <FoundField counting={counting} line={row} /> : row.found === null ? <span className="faint">{'\u2013'}</span> : number(row.found)) },
    { id: 'difference', head: text.difference, kind: 'number', cell: (row) => <Difference line={row} /> },
  ];
}

function Difference({ line: { difference: by } }: { line: CountLine }) {
  if (by === null) return null;
  return <b className={by === 0 ? 'faint' : 'warn'}>{step(by)}</b>;
}
