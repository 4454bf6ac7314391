import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Money } from '../../ui/Money.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { ShapeName } from '../../ui/Shape.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { NewRestock } from './parts/NewRestock.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs } from './parts/Shared.tsx';
import { readRestocks, RESTOCKS } from './restockApi.ts';
import { piecesOf, RESTOCK_STATES } from './restockModel.ts';
import { text } from './restockText.ts';
import type { Restock } from './shapes.ts';
import { suppliersQuery } from './supplierApi.ts';

/** Goods that were ordered for the own shelf, and a way to draft more. */
export default function RestocksScreen() {
  const allowed = useMay();
  const may = allowed('purchasing.restock.write');
  const { search, change } = useAddress();
  const suppliers = useQuery({ ...suppliersQuery, enabled: allowed('purchasing.supplier.read') }).data ?? [];
  const rows = useRows<Restock>({
    key: [...RESTOCKS, 'list'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readRestocks({ state: wordsOf(asked, 'state') as Restock['state'][], supplier: wordOf(asked, 'supplier') }, { limit, cursor }, signal),
  });
  const { state, supplier } = text.filters;
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' })}>{text.add}</Button>} />
      <PurchasingTabs />
      <DataTable
        name="restocks"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={(row) => row.number}
        to={(row) => `/purchasing/restocks/${row.id}`}
        filters={[
          { name: 'state', label: state, kind: 'choice', many: true, choices: RESTOCK_STATES.map((value) => ({ value, label: text.states[value] })) },
          { name: 'supplier', label: supplier, kind: 'choice', choices: suppliers.map(({ id, name }) => ({ value: id, label: name })) },
        ]}
        empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/purchasing/reorders" className="button">{text.toReorders}</Link></Empty>}
        tall
      />
      <NewRestock open={may && wordOf(search, 'new') === '1'} suppliers={suppliers.filter((one) => one.state === 'active')} onClose={() => change({ new: null })} />
    </>
  );
}

const SIGNS: Readonly<Record<Restock['state'], readonly [ShapeName, Colour]>> = { draft: ['dashedRing', 'ink2'], sent: ['wall', 'accent'], confirmed: ['ringDot', 'accent'], received_in_part: ['ring', 'accent'], closed: ['check', 'ok'], cancelled: ['slashed', 'ink3'] };

export function RestockSign({ state, pill = false }: { state: Restock['state']; pill?: boolean }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour} pill={pill}>{text.states[state]}</Sign>;
}

function columns(): Column<Restock>[] {
  const { number: head, supplier, state, goods, came, expected, made } = text.heads;
  return [
    { id: 'number', head, kind: 'name', phone: 'title', cell: (row) => <span className={classes.two}><b>{row.number}</b><small><bdi>{row.supplier}</bdi></small></span> },
    { id: 'state', head: state, kind: 'state', phone: 'more', cell: (row) => <RestockSign state={row.state} /> },
    { id: 'supplier', head: supplier, kind: 'text', cell: (row) => <bdi>{row.supplier}</bdi> },
    { id: 'goods', head: goods, kind: 'money', phone: 'end', cell: (row) => <b><Money minor={row.goods_minor} currency={row.currency} /></b> },
    { id: 'came', head: came, kind: 'number', cell: (row) => text.ofAll(number(piecesOf(row.lines, 'received')), number(piecesOf(row.lines, 'quantity'))) },
    { id: 'expected', head: expected, kind: 'time', cell: (row) => row.expected_on && <Time at={row.expected_on} as="day" /> },
    { id: 'made', head: made, kind: 'time', cell: (row) => <Time at={row.made_at} /> },
  ];
}
