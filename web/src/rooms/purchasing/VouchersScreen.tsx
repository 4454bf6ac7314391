import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { money } from '../../lib/money.ts';
import { number } from '../../lib/number.ts';
import { useNow } from '../../lib/useNow.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Money } from '../../ui/Money.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { ShapeName } from '../../ui/Shape.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs } from './parts/Shared.tsx';
import { VoucherDialog } from './parts/VoucherDialog.tsx';
import { VoucherFile } from './parts/VoucherFile.tsx';
import type { Supplier, Voucher } from './shapes.ts';
import { readVouchers, suppliersQuery, VOUCHERS } from './supplierApi.ts';
import { standingOf, type VoucherState } from './voucherModel.ts';
import { text } from './voucherText.ts';

/** Codes that take something off at suppliers, and how far each is used. */
export default function VouchersScreen() {
  const allowed = useMay();
  const may = allowed('purchasing.voucher.write');
  const { search } = useAddress();
  const suppliers = useQuery({ ...suppliersQuery, enabled: allowed('purchasing.supplier.read') }).data ?? [];
  const [open, setOpen] = useState<Voucher | 'new' | null>(null);
  const [taking, setTaking] = useState(false);
  const rows = useRows<Voucher>({
    key: [...VOUCHERS, 'list'],
    id: (row) => row.id,
    read: ({ search: asked, limit, cursor, signal }) => readVouchers({ supplier: wordOf(asked, 'supplier'), off: wordOf(asked, 'off') !== '' }, { limit, cursor }, signal),
  });
  const { supplier, off } = text.filters;
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={may && (
          <>
            <Button leftSection={<Icon name="upload" />} onClick={() => setTaking(true)}>{text.fileIn}</Button>
            <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setOpen('new')}>{text.add}</Button>
          </>
        )}
      />
      <PurchasingTabs />
      <DataTable
        name="vouchers"
        label={text.list}
        rows={rows}
        columns={columns(suppliers)}
        nameOf={(row) => row.code}
        {...(may && { onOpen: setOpen })}
        filters={[
          { name: 'supplier', label: supplier, kind: 'choice', choices: suppliers.map(({ id, name }) => ({ value: id, label: name })) },
          { name: 'off', label: off, kind: 'choice', choices: [{ value: '1', label: text.showOff }] },
        ]}
        empty={<Empty title={text.empty} more={text.emptyMore} />}
        tall
      />
      <VoucherDialog voucher={open} suppliers={suppliers} onClose={() => setOpen(null)} />
      <VoucherFile open={taking} suppliers={suppliers} supplier={wordOf(search, 'supplier')} onClose={() => setTaking(false)} />
    </>
  );
}

const SIGNS: Readonly<Record<VoucherState, readonly [ShapeName, Colour]>> = { active: ['check', 'ok'], off: ['stop', 'ink3'], used: ['square', 'ink3'], over: ['clock', 'ink3'], soon: ['dashedRing', 'ink2'] };

function VoucherSign({ row }: { row: Voucher }) {
  const state = standingOf(row, new Date(useNow()));
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>;
}

function columns(suppliers: readonly Supplier[]): Column<Voucher>[] {
  const { code, supplier, state, off, least, until, uses, note } = text.heads;
  const nameOf = (id: string) => suppliers.find((one) => one.id === id)?.name ?? '';
  return [
    { id: 'code', head: code, kind: 'name', phone: 'title', cell: (row) => <span className={classes.two}><code>{row.code}</code><small><bdi>{nameOf(row.supplier_id)}</bdi></small></span> },
    { id: 'state', head: state, kind: 'state', phone: 'more', cell: (row) => <VoucherSign row={row} /> },
    { id: 'supplier', head: supplier, kind: 'text', cell: (row) => <bdi>{nameOf(row.supplier_id)}</bdi> },
    { id: 'off', head: off, kind: 'money', phone: 'end', cell: (row) => <Off row={row} /> },
    { id: 'least', head: least, kind: 'money', cell: (row) => (row.spend_min_minor === 0 ? <span className="faint">{text.anySum}</span> : <Money minor={row.spend_min_minor} currency={row.currency} />) },
    { id: 'until', head: until, kind: 'time', cell: (row) => (row.valid_to === null ? <span className="faint">{text.noEnd}</span> : <Time at={row.valid_to} as="when" />) },
    { id: 'uses', head: uses, kind: 'number', cell: (row) => <span className={classes.two}><span>{text.usesOf(number(row.used), number(row.uses_max))}</span>{row.kept > 0 && <small>{text.keptFor(number(row.kept))}</small>}</span> },
    { id: 'note', head: note, kind: 'text', cell: (row) => <bdi className="muted">{row.note}</bdi> },
  ];
}

function Off({ row: { off_minor: minor, off_percent: percent, off_max_minor: most, currency } }: { row: Voucher }) {
  if (minor !== null) return <b><Money minor={minor} currency={currency} /></b>;
  const share = Number(percent ?? 0);
  return <span className={classes.two}><b>{number(share, Number.isInteger(share) ? 0 : 2)}{'\u2009%'}</b>{most !== null && <small>{text.upTo(money({ minor: most, currency }))}</small>}</span>;
}
