import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { number } from '../../../lib/number.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { State } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { CatalogueTabs } from '../parts/CatalogueTabs.tsx';
import { readTables, type Table, TABLES } from './api.ts';
import { counted, TABLE_STATES } from './model.ts';
import { BulkDialog } from './parts/BulkDialog.tsx';
import { BulksCard } from './parts/BulksCard.tsx';
import { ExportMenu } from './parts/ExportMenu.tsx';
import { UploadDialog } from './parts/UploadDialog.tsx';
import { text } from './text.ts';

const EVERYTHING = { ids: [], filters: {} };

/** Files that were brought in; bringing another one, taking everything out, editing everything. */
export default function TablesScreen() {
  const { search, change } = useAddress();
  const [editing, setEditing] = useState(false);
  const rows = useRows<Table>({ key: TABLES, id: (table) => table.id, read: ({ limit, cursor, signal }) => readTables({ limit, cursor }, signal) });
  const bring = (
    <Button variant="filled" leftSection={<Icon name="upload" />} onClick={() => change({ new: '1' }, { replace: false })}>{text.bring}</Button>
  );
  const none = !rows.loading && rows.rows.length === 0;
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={
          <>
            <Button leftSection={<Icon name="edit" />} onClick={() => setEditing(true)}>{text.edit}</Button>
            <ExportMenu chosen={EVERYTHING} />
            {!none && bring}
          </>
        }
      />
      <CatalogueTabs />
      <Stack>
        <DataTable
          name="tables"
          label={text.list}
          rows={rows}
          columns={columns()}
          nameOf={(table) => table.name}
          to={(table) => `/catalog/files/${table.id}`}
          empty={<Empty title={text.empty} more={text.emptyMore}>{bring}</Empty>}
        />
        <BulksCard />
      </Stack>
      <UploadDialog open={wordOf(search, 'new') !== ''} onClose={() => change({ new: null })} />
      <BulkDialog open={editing} chosen={EVERYTHING} onClose={() => setEditing(false)} />
    </>
  );
}

function columns(): Column<Table>[] {
  return [
    { id: 'name', head: text.heads.name, kind: 'name', cell: ({ name }) => <bdi>{name}</bdi> },
    { id: 'state', head: text.heads.state, kind: 'state', cell: ({ state }) => <State name={TABLE_STATES[state] ?? 'unknown'} /> },
    { id: 'rows', head: text.heads.rows, kind: 'number', cell: ({ counts }) => number(counted(counts, ...Object.keys(counts))) },
    { id: 'who', head: text.heads.who, kind: 'person', cell: ({ made_by_name: name }) => <bdi>{name}</bdi> },
    { id: 'when', head: text.heads.when, kind: 'time', phone: 'more', cell: ({ made_at: at }) => <Time at={at} /> },
  ];
}
