import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGo, usePlaces } from '../../../lib/address.ts';
import { bytes } from '../../../lib/amount.ts';
import { useMay } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useTitle } from '../../../lib/title.ts';
import { toast } from '../../../lib/toasts.ts';
import { useLookAgain } from '../../../lib/useLookAgain.ts';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { State } from '../../../ui/State.tsx';
import { deleteTable, LOOK_MS, tableQuery, TABLES, type WholeTable } from './api.ts';
import classes from './files.module.css';
import { isBusy, stepOf, TABLE_STATES } from './model.ts';
import { ColumnsCard } from './parts/ColumnsCard.tsx';
import { OutcomeCard } from './parts/OutcomeCard.tsx';
import { RowsCard } from './parts/RowsCard.tsx';
import { text } from './text.ts';

/** One file, from its columns to what came of each row. */
export default function TableScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(tableQuery(id));
  useTitle(data?.name);
  // Jobs tell of their end alone.
  useLookAgain([...TABLES, id], data && isBusy(data) ? LOOK_MS : null);
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore} whole>
        <Link to="/catalog/files" className="button">{text.back}</Link>
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return data ? <Shown key={data.id} table={data} /> : <Loading rows={8} />;
}

function Shown({ table }: { table: WholeTable }) {
  const [again, setAgain] = useState(false);
  const [going, setGoing] = useState(false);
  const client = useQueryClient();
  const go = useGo();
  const may = useMay()('catalog.product.write');
  const offline = useSignal(offlineSince) !== null;
  const choosing = ['uploaded', 'failed'].includes(table.state) || (again && table.state === 'checked');

  async function remove(): Promise<void> {
    await deleteTable(table.id);
    toast(text.removed(table.name));
    go('/catalog/files');
    await client.invalidateQueries({ queryKey: TABLES });
  }

  return (
    <>
      <PageHead
        title={table.name}
        actions={may && !isBusy(table) && <Button leftSection={<Icon name="trash" />} disabled={offline} onClick={() => setGoing(true)}>{text.remove}</Button>}
        facts={<><State name={TABLE_STATES[table.state] ?? 'unknown'} /> <span>{bytes(table.bytes)} · {text.read(table.format, table.encoding)}</span></>}
      />
      <Stack>
        <ol className={classes.steps} aria-label={text.stepsLabel}>
          {text.steps.map((step, at) => (
            <li key={step} aria-current={at === (choosing ? 1 : stepOf(table)) ? 'step' : undefined}><b>{at + 1}</b>{step}</li>
          ))}
        </ol>
        {table.findings.length > 0 && <Card title={text.file} padded><FindingsList findings={table.findings as never} /></Card>}
        {choosing ? (
          <ColumnsCard table={table} onDone={() => setAgain(false)} />
        ) : (
          <>
            <OutcomeCard table={table} onAgain={() => setAgain(true)} />
            {!isBusy(table) && table.places && <RowsCard table={table} />}
          </>
        )}
      </Stack>
      <ConfirmTyped open={going} onClose={() => setGoing(false)} title={text.sure(table.name)} ends={text.ends} stays={text.stays} verb={text.remove} onConfirm={remove} />
    </>
  );
}
