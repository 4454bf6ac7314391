import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { filtersOf } from '../../ui/table/filters.ts';
import { Find } from '../../ui/table/Find.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { PURCHASES, readPurchases } from './api.ts';
import { columns, filters, views } from './columns.tsx';
import { ACTS } from './model.ts';
import { BulkDialog, type Chosen } from './parts/BulkDialog.tsx';
import { ICONS } from './parts/icons.ts';
import { PurchasingTabs } from './parts/Shared.tsx';
import type { Purchase } from './shapes.ts';
import { suppliersQuery } from './supplierApi.ts';
import { text } from './text.ts';

/** Everything that is bought at suppliers, the newest first. */
export default function PurchasesScreen() {
  const allowed = useMay();
  const { search } = useAddress();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const suppliers = useQuery({ ...suppliersQuery, enabled: allowed('purchasing.supplier.read') }).data ?? [];
  const rows = useRows<Purchase>({
    key: [...PURCHASES, 'list'],
    id: (row) => row.id,
    read: ({ search: given, limit, cursor, signal }) => readPurchases(given, { limit, cursor }, signal),
  });
  const bulk: BulkAct[] = ACTS.map((act) => ({ id: act, label: text.verbs[act], icon: ICONS[act], run: (selection) => setChosen({ act, selection, search: filtersOf(search) }) }));
  return (
    <>
      <PageHead title={text.list} facts={text.listFacts} />
      <PurchasingTabs />
      <Stack>
        <Find label={text.find} what={text.findWhat} verb={text.findDo} />
        <DataTable
          name="purchases"
          label={text.list}
          rows={rows}
          columns={columns()}
          nameOf={(row) => row.number}
          to={(row) => `/purchasing/orders/${row.id}`}
          filters={filters(suppliers)}
          views={views()}
          bulk={allowed('purchasing.order.write') ? bulk : []}
          empty={<Empty title={text.empty} more={text.emptyMore}>{allowed('purchasing.offer.read') && <Link to="/purchasing/offers" className="button">{text.toOffers}</Link>}</Empty>}
          tall
        />
      </Stack>
      <BulkDialog chosen={chosen} rows={rows.rows} onClose={() => setChosen(null)} />
    </>
  );
}
