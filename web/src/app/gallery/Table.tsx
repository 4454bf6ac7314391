import { api } from '../../lib/api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { State } from '../../ui/State.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { Find } from '../../ui/table/Find.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';

export function Table() {
  const rows = useRows({
    key: ['jobs', 'job', 'gallery'],
    id: (job: { id: string; name: string; asked_at: string; tries: number }) => job.id,
    read: ({ limit, cursor, signal }) => api.get('/api/jobs', { query: { limit, cursor }, signal }),
  });
  return (
    <>
      <Find label="Find a job" what="Name" verb="Find" />
      <DataTable
        name="gallery"
        label="A table"
        rows={rows}
        columns={[
          { id: 'name', head: 'Job', kind: 'name', cell: (job) => job.name, sort: 'name' },
          { id: 'state', head: 'State', kind: 'state', cell: () => <State name="waiting" /> },
          { id: 'tries', head: 'Tries', kind: 'number', cell: (job) => job.tries },
          { id: 'asked', head: 'Asked for', kind: 'time', cell: (job) => <Time at={job.asked_at} /> },
        ]}
        nameOf={(job) => job.name}
        filters={[{ name: 'state', label: 'State', kind: 'choice', choices: [{ value: 'failed', label: 'Failed' }] }]}
        bulk={[{ id: 'again', label: 'Try again', icon: 'refresh', run: () => {} }]}
        empty={<Empty title="No job waits" />}
      />
    </>
  );
}
