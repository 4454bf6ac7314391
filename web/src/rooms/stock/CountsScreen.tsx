import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAddress, useGo, wordOf, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Form, Submit } from '../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { useForm } from '../../ui/form/useForm.ts';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { openCount, placesQuery, readCounts, STOCK } from './api.ts';
import { StockTabs } from './parts/Shared.tsx';
import type { Count, Place } from './shapes.ts';
import { text } from './workText.ts';

/** Every count of a place, and a way to begin one. */
export default function CountsScreen() {
  const may = useMay()('stock.level.write');
  const { search, change } = useAddress();
  const rows = useRows<Count>({
    key: [...STOCK, 'counts'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readCounts({ state: wordOf(asked, 'state'), limit, cursor }, signal),
  });
  const places = useQuery(placesQuery).data ?? [];
  const begin = () => change({ new: '1', variant: null });
  return (
    <>
      <PageHead title={text.counts} facts={text.countsFacts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={begin}>{text.newCount}</Button>} />
      <StockTabs />
      <DataTable
        name="stock-counts"
        label={text.countsList}
        rows={rows}
        columns={columns(places)}
        nameOf={(row) => row.name}
        to={(row) => `/stock/counts/${row.id}`}
        filters={[{ name: 'state', label: text.state, kind: 'choice', choices: Object.entries(text.countStates).map(([value, label]) => ({ value, label })) }]}
        empty={<Empty title={text.noCounts} more={text.noCountsMore} />}
      />
      <Dialog open={may && wordOf(search, 'new') !== ''} onClose={() => change({ new: null, variant: null })} labelledBy="count-title">
        <DialogHead id="count-title" title={text.newCount} onClose={() => change({ new: null, variant: null })} />
        <NewCount picked={wordsOf(search, 'variant')} />
      </Dialog>
    </>
  );
}

export function CountSign({ state }: Pick<Count, 'state'>) {
  const shape = state === 'open' ? 'arc' : state === 'closed' ? 'check' : 'slashed';
  return <Sign shape={shape} colour={state === 'open' ? 'accent' : state === 'closed' ? 'ok' : 'ink3'}>{text.countStates[state]}</Sign>;
}

function columns(places: readonly Place[]): Column<Count>[] {
  return [
    { id: 'name', head: text.name, kind: 'name', cell: (row) => <bdi>{row.name}</bdi> },
    { id: 'state', head: text.state, kind: 'state', phone: 'end', cell: (row) => <CountSign state={row.state} /> },
    { id: 'place', head: text.place, kind: 'text', phone: 'more', cell: (row) => <bdi>{places.find(({ id }) => id === row.place_id)?.name}</bdi> },
    { id: 'counted', head: text.counted, kind: 'money', cell: (row) => text.ofAll(number(row.counted), number(row.lines)) },
    { id: 'differing', head: text.differing, kind: 'number', cell: (row) => <span className={row.differing > 0 ? 'warn' : ''}>{number(row.differing)}</span> },
    { id: 'opened', head: text.opened, kind: 'time', cell: (row) => <Time at={row.opened_at} /> },
  ];
}

function NewCount({ picked }: { picked: readonly string[] }) {
  const places = (useQuery(placesQuery).data ?? []).filter(({ kind, state }) => kind === 'own' && state === 'active');
  if (places.length === 0) return null;
  return <Fields picked={picked} places={places.map(({ id, name }) => ({ value: id, label: name }))} />;
}

function Fields({ picked, places }: { picked: readonly string[]; places: readonly { value: string; label: string }[] }) {
  const go = useGo();
  const client = useQueryClient();
  const form = useForm({
    name: 'new count',
    initial: { place: places[0]?.value ?? '', name: '' },
    checks: { name: (value) => (value.trim() === '' ? text.nameShort : '') },
    submit: async ({ place, name }) => {
      const made = await openCount({ place_id: place, name: name.trim(), ...(picked.length > 0 ? { variant_ids: picked } : { all: true }) });
      void client.invalidateQueries({ queryKey: STOCK });
      go(`/stock/counts/${made.id}`);
    },
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.newCount}>
        <p className="muted">{text.newCountMore(picked.length)}</p>
        <ChoiceField form={form} name="place" label={text.place} choices={places} />
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} most={100} autoFocus />
        <Submit form={form}>{text.openCount}</Submit>
      </Form>
    </div>
  );
}
