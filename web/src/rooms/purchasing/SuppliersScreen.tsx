import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Sign, State } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Tile } from '../../ui/Tile.tsx';
import { unaccepted } from './supplierModel.ts';
import { EverywhereCard } from './parts/EverywhereCard.tsx';
import { NewSupplier } from './parts/NewSupplier.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs } from './parts/Shared.tsx';
import { wishWord } from './said.ts';
import type { Supplier, Wanted } from './shapes.ts';
import { readSuppliers, SUPPLIERS, wantedQuery } from './supplierApi.ts';
import { text } from './supplierText.ts';

const STATES = ['active', 'paused', 'archived'] as const;

/** Everybody who is bought from, and what is wanted of all of them. */
export default function SuppliersScreen() {
  const may = useMay()('purchasing.supplier.write');
  const { search, change } = useAddress();
  const wanted = useQuery(wantedQuery).data;
  const rows = useRows<Supplier>({
    key: [...SUPPLIERS, 'list'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readSuppliers(wordsOf(asked, 'state') as Supplier['state'][], { limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' })}>{text.add}</Button>} />
      <PurchasingTabs />
      <Stack>
        <DataTable
          name="suppliers"
          label={text.list}
          rows={rows}
          columns={columns(wanted)}
          nameOf={(row) => row.name}
          to={(row) => `/purchasing/suppliers/${row.id}`}
          filters={[{ name: 'state', label: text.state, kind: 'choice', many: true, choices: STATES.map((value) => ({ value, label: text.states[value] })) }]}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/connections" className="button">{text.toConnections}</Link></Empty>}
        />
        {wanted && <EverywhereCard key={wanted.version} wanted={wanted} may={may} />}
      </Stack>
      <NewSupplier open={may && wordOf(search, 'new') === '1'} onClose={() => change({ new: null })} />
    </>
  );
}

export function SupplierSign({ state, pill = false }: { state: Supplier['state']; pill?: boolean }) {
  if (state === 'paused') return <Sign shape="stop" colour="warn" pill={pill}>{text.states.paused}</Sign>;
  return <State name={state} pill={pill} />;
}

function columns(wanted: Wanted | undefined): Column<Supplier>[] {
  const { name, state, account, buffer, lead, wishes, score } = text.heads;
  return [
    { id: 'name', head: name, kind: 'name', phone: 'title', cell: (row) => <b><bdi>{row.name}</bdi></b> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (row) => <SupplierSign state={row.state} /> },
    { id: 'account', head: account, kind: 'text', phone: 'more', cell: (row) => (row.account_id ? <span className={classes.shop}><Tile platform={row.platform} /><bdi className="clip">{row.account}</bdi></span> : <span className="muted">{text.byMail}</span>) },
    { id: 'wishes', head: wishes, kind: 'text', cell: (row) => <Unaccepted names={wanted ? unaccepted(row, wanted) : []} /> },
    { id: 'score', head: score, kind: 'number', cell: (row) => <span className={row.score.few ? 'faint' : ''} title={row.score.few ? text.few : undefined}>{number(Number(row.score.points))}</span> },
    { id: 'buffer', head: buffer, kind: 'number', cell: (row) => text.minutes(number(row.buffer_minutes)) },
    { id: 'lead', head: lead, kind: 'number', cell: (row) => text.days(number(Number(row.lead_days))) },
  ];
}

function Unaccepted({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="faint">{text.none}</span>;
  return <Sign shape="question" colour="warn">{names.map(wishWord).join(', ')}</Sign>;
}
