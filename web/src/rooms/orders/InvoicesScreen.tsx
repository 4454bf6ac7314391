import { useMay } from '../../lib/me.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { Money } from '../../ui/Money.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { INVOICES, type Paper, readPapers } from './api.ts';
import { text } from './paperText.ts';
import { PaperFiles } from './parts/PaperFiles.tsx';
import { OrderTabs } from './parts/Shared.tsx';
import { text as sellers } from './sellerText.ts';

/** Invoices and credit notes as they were issued, the newest first. */
export default function InvoicesScreen() {
  const may = useMay();
  const rows = useRows<Paper>({
    key: [...INVOICES, 'list'],
    id: (row) => row.id,
    read: ({ limit, cursor, signal }) => readPapers({ limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may('orders.seller.read') && <Link to="/orders/invoices/sellers" className="button">{sellers.title}</Link>} />
      <OrderTabs />
      <Stack>
        <DataTable
          name="invoices"
          label={text.list}
          rows={rows}
          columns={columns()}
          nameOf={(row) => row.number}
          empty={<Empty title={text.empty} more={text.emptyMore}><Link to="/orders" className="button">{text.toOrders}</Link></Empty>}
        />
      </Stack>
    </>
  );
}

function columns(): Column<Paper>[] {
  const { number, kind, order, buyer, total, issued, files } = text.heads;
  return [
    { id: 'number', head: number, kind: 'name', cell: (row) => <b>{row.number}</b> },
    { id: 'kind', head: kind, kind: 'state', phone: 'more', cell: (row) => (row.findings.length > 0 ? <Sign shape="warn" colour="warn">{text.findings}</Sign> : text.kinds[row.kind]) },
    { id: 'order', head: order, kind: 'code', cell: (row) => (row.order_id ? <Link to={`/orders/${row.order_id}`} className="link">{row.order_number}</Link> : row.order_number) },
    { id: 'buyer', head: buyer, kind: 'text', cell: (row) => <bdi>{row.buyer}</bdi> },
    { id: 'total', head: total, kind: 'money', phone: 'end', cell: (row) => <b><Money {...row.total} /></b> },
    { id: 'issued', head: issued, kind: 'time', cell: (row) => <Time at={row.issued_at} as="day" /> },
    { id: 'files', head: files, kind: 'act', cell: (row) => <PaperFiles paper={row} /> },
  ];
}
