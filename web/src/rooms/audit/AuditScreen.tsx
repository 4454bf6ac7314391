import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../lib/api.ts';
import { onNews } from '../../lib/news.ts';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { EVENTS, type LogEvent, membersQuery } from './api.ts';
import { columns, filters } from './columns.tsx';
import { queryOf } from './model.ts';
import { EventDetail } from './parts/EventDetail.tsx';
import { ExportMenu } from './parts/ExportMenu.tsx';
import { SealSign } from './parts/SealSign.tsx';
import { text } from './text.ts';

// Many things may happen at once; they are one reason to look.
const GATHER_MS = 800;

/** The log of the workspace: filtered by the address, live, and each event open in its place. */
export default function AuditScreen() {
  const members = useQuery(membersQuery);
  // What was opened with a reason is kept on this page alone.
  const [opened, setOpened] = useState<Readonly<Record<string, LogEvent>>>({});
  const rows = useRows<LogEvent>({
    key: EVENTS,
    id: (event) => event.position,
    read: ({ search, limit, cursor, signal }) => api.get('/api/events', { query: { ...queryOf(search), limit, cursor }, signal }),
  });
  useLookWhenNewsCome();

  return (
    <>
      <PageHead title={text.title} facts={<><span>{text.sub}</span><SealSign /></>} actions={<ExportMenu />} />
      <DataTable
        name="audit"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={(event) => event.sentence}
        detail={(event) => (
          <EventDetail event={opened[event.position] ?? event} onOpened={(one) => setOpened((all) => ({ ...all, [one.position]: one }))} />
        )}
        filters={filters(members.data ?? [])}
        empty={<Empty title={text.empty} more={text.emptyMore} />}
      />
    </>
  );
}

/** Every piece of news is an event: the newest page is read again, and what is new waits above. */
function useLookWhenNewsCome(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onNews(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: EVENTS });
      }, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
}
