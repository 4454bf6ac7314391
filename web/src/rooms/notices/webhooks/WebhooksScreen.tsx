import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddress, useGo, wordOf } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Endpoint, ENDPOINTS, readEndpoints } from './api.ts';
import { EndpointDialog } from './parts/EndpointDialog.tsx';
import { HealthSign } from './parts/HealthSign.tsx';
import { SecretDialog } from './parts/SecretDialog.tsx';
import { text } from './text.ts';

/** All webhooks of the workspace; the secret of a new one is shown right after it was made. */
export default function WebhooksScreen() {
  const { search, change } = useAddress();
  const go = useGo();
  const may = useMay()('notices.endpoint.write');
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const rows = useRows<Endpoint>({
    key: ENDPOINTS,
    id: (endpoint) => endpoint.id,
    read: ({ limit, cursor, signal }) => readEndpoints({ limit, cursor }, signal),
  });
  const none = !rows.loading && rows.rows.length === 0;
  const add = (
    <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' }, { replace: false })}>{text.add}</Button>
  );

  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && !none && add} />
      <DataTable
        name="webhooks"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={(endpoint) => endpoint.name}
        to={(endpoint) => `/settings/webhooks/${endpoint.id}`}
        empty={<Empty title={text.empty} more={text.emptyMore}>{may && add}</Empty>}
      />
      <EndpointDialog
        open={may && wordOf(search, 'new') !== ''}
        onClose={() => change({ new: null })}
        onMade={(endpoint) => setMade({ id: endpoint.id, secret: endpoint.secret })}
      />
      <SecretDialog secret={made?.secret ?? ''} onClose={() => made && go(`/settings/webhooks/${made.id}`)} />
    </>
  );
}

function columns(): Column<Endpoint>[] {
  return [
    { id: 'name', head: text.heads.name, kind: 'name', cell: (endpoint) => <bdi>{endpoint.name}</bdi> },
    { id: 'state', head: text.heads.state, kind: 'state', cell: (endpoint) => <HealthSign endpoint={endpoint} /> },
    { id: 'url', head: text.heads.url, kind: 'long', phone: 'more', cell: ({ url }) => <code className="muted">{url}</code> },
    { id: 'kinds', head: text.heads.kinds, kind: 'text', cell: ({ kinds }) => (kinds.length === 0 ? text.everything : text.kindCount(kinds.length)) },
    { id: 'made', head: text.heads.made, kind: 'time', cell: (endpoint) => <Time at={endpoint.made_at} as="day" /> },
  ];
}
