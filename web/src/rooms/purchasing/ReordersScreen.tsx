import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { DraftDialog } from './parts/DraftDialog.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs } from './parts/Shared.tsx';
import { readReorders, REORDERS } from './restockApi.ts';
import { reasonWords } from './restockModel.ts';
import { text } from './restockText.ts';
import type { Reorder } from './shapes.ts';

const SERVICES = ['0.9', '0.95', '0.98', '0.99'];
const USUAL = '0.95';

/** What will run out before more could come, with the arithmetic of each number. */
export default function ReordersScreen() {
  const may = useMay()('purchasing.restock.write');
  const { search, change } = useAddress();
  const [chosen, setChosen] = useState<readonly Reorder[] | null>(null);
  const service = SERVICES.includes(wordOf(search, 'service')) ? wordOf(search, 'service') : USUAL;
  const rows = useRows<Reorder>({
    key: [...REORDERS, 'list'],
    id: (row) => row.variant_id,
    read: ({ limit, cursor, signal }) => readReorders(Number(service), { limit, cursor }, signal),
  });
  const draft: BulkAct = {
    id: 'draft',
    label: text.draft,
    icon: 'purchasing',
    run: (selection) => setChosen(rows.rows.filter(({ variant_id: id }) => (selection.kind === 'some' ? selection.ids.includes(id) : !selection.but.includes(id)))),
  };
  return (
    <>
      <PageHead
        title={text.reorders}
        facts={text.reordersFacts}
        actions={
          <NativeSelect
            aria-label={text.service}
            value={service}
            onChange={(event) => change({ service: event.currentTarget.value === USUAL ? null : event.currentTarget.value, sel: null, not: null })}
            data={SERVICES.map((value) => ({ value, label: text.services(`${number(Number(value) * 100)}\u2009%`) }))}
            rightSection={<Icon name="down" size={12} />}
          />
        }
      />
      <PurchasingTabs />
      <DataTable
        name="reorders"
        label={text.reordersList}
        rows={rows}
        columns={columns()}
        nameOf={(row) => row.title || row.sku}
        detail={(row) => <Arithmetic row={row} />}
        bulk={may ? [draft] : []}
        empty={<Empty title={text.noneDue} more={text.noneDueMore} />}
        tall
      />
      <DraftDialog rows={chosen} service={Number(service)} onClose={() => setChosen(null)} />
    </>
  );
}

function columns(): Column<Reorder>[] {
  const { goods, supplier, pieces, there, point, sells, cost, why } = text.reorderHeads;
  return [
    { id: 'goods', head: goods, kind: 'name', phone: 'title', cell: (row) => <span className={classes.two}><bdi>{row.title || row.sku}</bdi><small className="sku">{row.sku}</small></span> },
    { id: 'pieces', head: pieces, kind: 'number', phone: 'end', cell: (row) => <b>{number(row.pieces)}</b> },
    { id: 'why', head: why, kind: 'long', phone: 'more', cell: (row) => <span className={classes.two}><span>{reasonWords(row)[0]}</span><small>{reasonWords(row).slice(1).join(' ')}</small></span> },
    { id: 'there', head: there, kind: 'number', cell: (row) => <There row={row} /> },
    { id: 'point', head: point, kind: 'number', cell: (row) => number(row.point) },
    { id: 'sells', head: sells, kind: 'number', cell: (row) => text.perDay(number(row.sold_per_day, 1)) },
    { id: 'supplier', head: supplier, kind: 'text', cell: (row) => <bdi>{row.supplier}</bdi> },
    { id: 'cost', head: cost, kind: 'money', cell: (row) => row.cost_each && <><span className="cur">{row.currency}</span>{'\u202F'}{number(Number(row.cost_each), row.cost_each.split('.')[1]?.length ?? 0)}</> },
  ];
}

function There({ row }: { row: Reorder }) {
  const more = [row.promised > 0 ? text.promised(number(row.promised)) : '', row.coming > 0 ? text.coming(number(row.coming)) : ''].filter(Boolean).join(', ');
  return <span className={classes.two}><span>{number(row.on_hand)}</span>{more && <small>{more}</small>}</span>;
}

const days = (value: number) => number(value, Number.isInteger(value) ? 0 : 1);

function Arithmetic({ row }: { row: Reorder }) {
  return (
    <div className={classes.opened}>
      <ul>{reasonWords(row).map((words) => <li key={words}>{words}</li>)}</ul>
      <p className="muted">{text.leadMore(days(row.lead_days), days(row.lead_spread), number(row.sold_per_day, 2), number(row.spread_per_day, 2))}</p>
      <p className="muted">{text.reorderHeads.point}: {number(row.point)}, {text.pointMore(number(row.sells_in_lead, 1), number(row.safety, 1))}.</p>
    </div>
  );
}
