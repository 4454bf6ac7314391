import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { State } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Key, KEYS, readKeys, rolesQuery } from './api.ts';
import classes from './KeysScreen.module.css';
import { isRead, STATES } from './model.ts';
import { Ending } from './parts/Ending.tsx';
import { KeyDetail } from './parts/KeyDetail.tsx';
import { text } from './text.ts';

/** Keys for programs: one's own, and for admins those of all. */
export default function KeysScreen() {
  const may = useMay();
  const client = useQueryClient();
  const roles = useQuery(rolesQuery);
  const rows = useRows<Key>({ key: KEYS, id: (key) => key.id, read: ({ limit, cursor, signal }) => readKeys(cursor, limit, signal) });
  const again = () => client.invalidateQueries({ queryKey: KEYS });
  const mayMake = may('identity.key.write');
  const make = mayMake && <Link to="/settings/keys/new" className="button filled"><Icon name="plus" />{text.make}</Link>;

  return (
    <>
      <PageHead title={text.title} facts={text.sub} actions={rows.rows.length > 0 && make} />
      <DataTable
        name="keys"
        label={text.list}
        rows={rows}
        columns={columns(may('identity.member_key.write'))}
        nameOf={(key) => key.name}
        detail={(key) => <KeyDetail apiKey={key} roles={roles.data ?? []} onChanged={again} may={mayMake} />}
        empty={<Empty title={text.empty} more={text.emptyMore}>{make}</Empty>}
        tall
      />
    </>
  );
}

function columns(all: boolean): Column<Key>[] {
  return [
    { id: 'name', head: text.heads.name, kind: 'name', phone: 'title', cell: (key) => <Named apiKey={key} /> },
    { id: 'state', head: text.heads.state, kind: 'state', phone: 'end', cell: (key) => <Standing apiKey={key} /> },
    { id: 'scopes', head: text.heads.scopes, kind: 'text', cell: ({ scopes }) => text.scopesOf(scopes.length, scopes.every(isRead)) },
    ...(all ? [{ id: 'maker', head: text.heads.maker, kind: 'person' as const, cell: ({ maker }: Key) => <bdi>{maker ?? '–'}</bdi> }] : []),
    { id: 'used', head: text.heads.used, kind: 'time', phone: 'more', cell: (key) => <Used apiKey={key} /> },
    { id: 'ends', head: text.heads.ends, kind: 'time', cell: (key) => <Ending apiKey={key} /> },
  ];
}

function Named({ apiKey: { name, prefix } }: { apiKey: Key }) {
  return (
    <>
      <bdi>{name}</bdi>
      <code className={`${classes.prefix} no-phone`}>{prefix}…</code>
    </>
  );
}

function Standing({ apiKey }: { apiKey: Key }) {
  return apiKey.state === 'orphaned' ? <State name="revoked" more={text.orphaned} /> : <State name={STATES[apiKey.state]} />;
}

function Used({ apiKey: { used_at: at, used_from: from } }: { apiKey: Key }) {
  if (at === null) return <span className="faint">{text.neverUsed}</span>;
  return (
    <>
      <Time at={at} />
      {from && <span className={`${classes.from} no-phone`}>{text.from(from)}</span>}
    </>
  );
}
