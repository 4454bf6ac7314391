import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { placesQuery, readTransfers, STOCK } from './api.ts';
import { NewTransfer } from './parts/NewTransfer.tsx';
import { StockTabs } from './parts/Shared.tsx';
import type { Place, Transfer } from './shapes.ts';
import { text } from './workText.ts';

/** Goods on their way between places, and a way to send some. */
export default function TransfersScreen() {
  const may = useMay()('stock.level.write');
  const { search, change } = useAddress();
  const places = useQuery(placesQuery).data ?? [];
  const rows = useRows<Transfer>({
    key: [...STOCK, 'transfers'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readTransfers({ state: wordOf(asked, 'state'), limit, cursor }, signal),
  });
  const close = () => change({ new: null, variant: null });
  return (
    <>
      <PageHead title={text.transfers} facts={text.transfersFacts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' })}>{text.newTransfer}</Button>} />
      <StockTabs />
      <DataTable
        name="stock-transfers"
        label={text.transfersList}
        rows={rows}
        columns={columns(places)}
        nameOf={(row) => wayOf(row, places)}
        to={(row) => `/stock/transfers/${row.id}`}
        filters={[{ name: 'state', label: text.state, kind: 'choice', choices: Object.entries(text.transferStates).map(([value, label]) => ({ value, label })) }]}
        empty={<Empty title={text.noTransfers} more={text.noTransfersMore} />}
      />
      <Dialog open={may && wordOf(search, 'new') !== ''} onClose={close} labelledBy="transfer-title" wide>
        <DialogHead id="transfer-title" title={text.newTransfer} onClose={close} />
        <NewTransfer places={places} picked={wordsOf(search, 'variant')} />
      </Dialog>
    </>
  );
}

export function wayOf({ from_id: from, to_id: to }: Pick<Transfer, 'from_id' | 'to_id'>, places: readonly Place[]): string {
  const nameOf = (id: string) => places.find((place) => place.id === id)?.name ?? '';
  return text.fromTo(nameOf(from), nameOf(to));
}

export function TransferSign({ state }: Pick<Transfer, 'state'>) {
  const shape = state === 'sent' ? 'wall' : state === 'received' ? 'check' : 'slashed';
  return <Sign shape={shape} colour={state === 'sent' ? 'accent' : state === 'received' ? 'ok' : 'ink3'}>{text.transferStates[state]}</Sign>;
}

const sumOf = (lines: Transfer['lines'], figure: 'count' | 'received') => lines.reduce((sum, line) => sum + line[figure], 0);

function columns(places: readonly Place[]): Column<Transfer>[] {
  return [
    { id: 'way', head: text.way, kind: 'long', cell: (row) => <bdi>{wayOf(row, places)}</bdi> },
    { id: 'state', head: text.state, kind: 'state', phone: 'end', cell: (row) => <TransferSign state={row.state} /> },
    { id: 'received', head: text.received, kind: 'money', phone: 'more', cell: (row) => text.ofAll(number(sumOf(row.lines, 'received')), number(sumOf(row.lines, 'count'))) },
    { id: 'expected', head: text.expected, kind: 'time', cell: (row) => row.expected_on && <Time at={row.expected_on} as="day" /> },
    { id: 'sent', head: text.sent, kind: 'time', cell: (row) => <Time at={row.sent_at} /> },
    { id: 'note', head: text.note, kind: 'text', cell: (row) => <bdi className="muted">{row.note}</bdi> },
  ];
}
