import { Button } from '@mantine/core';
import { dayOf } from '../../lib/day.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { exportFile, type Import, IMPORTS, readImports } from './api.ts';
import { fileName, summaryOf } from './model.ts';
import { ImportCard } from './parts/ImportCard.tsx';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** What was set, out as a file and in from one, and the imports that were done. */
export default function ConfigScreen() {
  const { busy, refused, act } = useAct();
  const rows = useRows<Import>({
    key: IMPORTS,
    id: (one) => one.id,
    read: ({ limit, cursor, signal }) => readImports({ limit, cursor }, signal),
  });
  const save = () => act(async () => {
    const file = await exportFile();
    const name = fileName(file.workspace, dayOf(new Date()));
    keep(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }), name);
    toast(text.exported(name));
  });
  return (
    <>
      <PageHead
        title={titles.title}
        facts={titles.about}
        actions={<Button leftSection={<Icon name="download" />} loading={busy} onClick={() => void save()}>{text.export}</Button>}
      />
      {refused && <Note tone="bad" role="alert">{refused.message} {refused.nextStep}</Note>}
      <WithRail
        label={text.inside}
        rail={<Card title={text.inside} padded><Stack><p className="muted">{text.insideMore}</p><p className="muted">{text.notInside}</p></Stack></Card>}
      >
        <ImportCard />
        <DataTable
          name="imports"
          label={text.list}
          rows={rows}
          columns={columns()}
          nameOf={(one) => summaryOf(one)}
          to={(one) => `/settings/config/${one.id}`}
          empty={<Empty title={text.empty} more={text.emptyMore} />}
        />
      </WithRail>
    </>
  );
}

function columns(): Column<Import>[] {
  return [
    { id: 'what', head: text.heads.what, kind: 'long', phone: 'title', cell: (one) => <bdi>{summaryOf(one)}</bdi> },
    { id: 'by', head: text.heads.by, kind: 'name', phone: 'more', cell: (one) => <bdi className="muted">{one.made_by}</bdi> },
    { id: 'source', head: text.heads.source, kind: 'name', cell: (one) => <bdi className="muted">{one.source || text.nowhere}</bdi> },
    { id: 'state', head: text.heads.state, kind: 'state', cell: (one) => <ImportState one={one} /> },
    { id: 'made', head: text.heads.made, kind: 'time', phone: 'end', cell: (one) => <Time at={one.made_at} /> },
  ];
}

function ImportState({ one }: { one: Import }) {
  return one.undone_at ? <Sign shape="ring" colour="ink3">{text.states.undone}</Sign> : <Sign shape="check" colour="ok">{text.states.there}</Sign>;
}

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
