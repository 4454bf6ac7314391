import { Button } from '@mantine/core';
import { useState } from 'react';
import { wordsOf } from '../../lib/address.ts';
import { CHANGE_STATES, DONE, UNDER_WAY, WAITING } from '../../lib/changes.ts';
import { useMay } from '../../lib/me.ts';
import { words } from '../../ui/states.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter, View } from '../../ui/table/filters.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { type ChangeSet, readSets, SETS } from './api.ts';
import { columns } from './columns.tsx';
import { knownStates } from './model.ts';
import { ChangesTabs } from './parts/ChangesTabs.tsx';
import { UndoSinceDialog } from './parts/UndoSinceDialog.tsx';
import { text } from './text.ts';

/** The queue: every set of changes, how far it is, and what it waits for. */
export default function ChangesScreen() {
  const may = useMay()('changes.set.write');
  const [asking, setAsking] = useState(false);
  const rows = useRows<ChangeSet>({
    key: SETS,
    id: (set) => set.id,
    read: ({ search, limit, cursor, signal }) => readSets({ state: knownStates(wordsOf(search, 'state')), limit, cursor }, signal),
  });
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={may && <Button leftSection={<Icon name="undo" />} onClick={() => setAsking(true)}>{text.undoSince}</Button>}
      />
      <ChangesTabs />
      <DataTable
        name="changes"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={(set) => set.title}
        to={(set) => `/changes/${set.id}`}
        filters={filters()}
        views={views()}
        empty={
          <Empty title={text.empty} more={text.emptyMore}>
            <Link to="/mirror/products" className="button">{text.toProducts}</Link>
          </Empty>
        }
        tall
      />
      <UndoSinceDialog open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

function filters(): Filter[] {
  return [{ name: 'state', label: text.state, kind: 'choice', many: true, choices: CHANGE_STATES.map((value) => ({ value, label: words[value] })) }];
}

const search = (states: readonly string[]) => `?${states.map((state) => `state=${state}`).join('&')}`;

function views(): View[] {
  return [
    { id: 'waiting', label: text.views.waiting, search: search(WAITING) },
    { id: 'underWay', label: text.views.underWay, search: search(UNDER_WAY) },
    { id: 'done', label: text.views.done, search: search(DONE) },
  ];
}
