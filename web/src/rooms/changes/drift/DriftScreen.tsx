import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordsOf } from '../../../lib/address.ts';
import { sharesQuery } from '../../../lib/drift.ts';
import { useMay } from '../../../lib/me.ts';
import { useShops } from '../../../lib/shops.ts';
import { useLookAgain } from '../../../lib/useLookAgain.ts';
import { CHANGES } from '../../../lib/changes.ts';
import type { IconName } from '../../../ui/Icon.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import type { BulkAct } from '../../../ui/table/Bulk.tsx';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Filter, View } from '../../../ui/table/filters.ts';
import { isSelected } from '../../../ui/table/selection.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { ChangesTabs } from '../parts/ChangesTabs.tsx';
import { type Decision, DECISIONS, type Drift, DRIFT_STATES, DRIFTS, type DriftState, readDrifts } from './api.ts';
import { columns, nameOf } from './columns.tsx';
import { DecideDialog } from './DecideDialog.tsx';
import { DriftDetail } from './DriftDetail.tsx';
import { Proven } from './Proven.tsx';
import { text } from './text.ts';

const ICONS: Record<Decision, IconName> = { keep: 'check', restore: 'undo', hand: 'arrow' };
const LOOK_EVERY_MS = 3_000;

type Asked = { decision: Decision; drifts: readonly Drift[] };

/** How much of every shop is as we left it, what is not, and what is to become of it. */
export default function DriftScreen() {
  const may = useMay()('changes.drift.approve');
  const shops = useShops();
  const { change } = useAddress();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data } = useQuery(sharesQuery);
  useLookAgain(CHANGES, data?.readings.some((one) => one.ended_at === null) ? LOOK_EVERY_MS : null);
  const rows = useRows<Drift>({
    key: DRIFTS,
    id: (one) => one.id,
    read: ({ search, limit, cursor, signal }) => {
      const [account] = wordsOf(search, 'account');
      const state = wordsOf(search, 'state').find((one): one is DriftState => DRIFT_STATES.includes(one as DriftState));
      return readDrifts({ ...(account && { account }), ...(state && { state }), limit, cursor }, signal);
    },
  });
  const bulk: BulkAct[] = DECISIONS.map((decision) => ({
    id: decision,
    label: text.decisions[decision],
    icon: ICONS[decision],
    run: (selection) => setAsked({ decision, drifts: rows.rows.filter((one) => one.state === 'found' && isSelected(selection, one.id)) }),
  }));
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <ChangesTabs />
      <Stack>
        <Proven shares={data} shops={shops} />
        <DataTable
          name="drift"
          label={text.list}
          rows={rows}
          columns={columns(shops)}
          nameOf={nameOf}
          detail={(drift) => <DriftDetail drift={drift} onDecide={may ? (decision) => setAsked({ decision, drifts: [drift] }) : null} />}
          filters={filters(shops.all ?? [])}
          views={views()}
          bulk={may ? bulk : []}
          empty={<Empty title={text.empty} more={text.emptyMore} />}
        />
      </Stack>
      <DecideDialog asked={asked} onClose={() => { setAsked(null); change({ sel: null, not: null }); }} />
    </>
  );
}

function filters(shops: readonly { id: string; name: string }[]): Filter[] {
  return [
    { name: 'state', label: text.filters.state, kind: 'choice', choices: DRIFT_STATES.map((value) => ({ value, label: text.states[value] ?? value })) },
    { name: 'account', label: text.filters.account, kind: 'choice', choices: shops.map(({ id, name }) => ({ value: id, label: name })) },
  ];
}

function views(): View[] {
  return [
    { id: 'waiting', label: text.views.waiting, search: '?state=found' },
  ];
}
