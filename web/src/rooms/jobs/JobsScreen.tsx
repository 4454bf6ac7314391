import { useAddress, wordOf, wordsOf } from '../../lib/address.ts';
import { calledJob } from '../../lib/jobs.ts';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Selection } from '../../ui/table/selection.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { type Job, JOBS, readJobs } from './api.ts';
import { columns, filters, views } from './columns.tsx';
import { isBusy, knownName, knownStates, mayCancel, mayRetry, picked } from './model.ts';
import { JobDetail } from './parts/JobDetail.tsx';
import { text } from './text.ts';
import { useJobActs } from './useJobActs.ts';
import { useLookAgain } from './useLookAgain.ts';

/** What waits, runs or stopped; each job opens in its place with the story of its tries. */
export default function JobsScreen() {
  const rows = useRows<Job>({
    key: JOBS,
    id: (job) => job.id,
    read: ({ search, limit, cursor, signal }) =>
      readJobs({ state: knownStates(wordsOf(search, 'state')), name: knownName(wordOf(search, 'name')), limit, cursor }, signal),
  });
  useLookAgain(isBusy(rows.rows));

  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <DataTable
        name="jobs"
        label={text.list}
        rows={rows}
        columns={columns()}
        nameOf={calledJob}
        detail={(job) => <JobDetail id={job.id} alone={false} />}
        filters={filters()}
        views={views()}
        bulk={useBulk(rows.rows)}
        empty={<Empty title={text.empty} more={text.emptyMore} />}
      />
    </>
  );
}

function useBulk(jobs: readonly Job[]): readonly BulkAct[] {
  const { change } = useAddress();
  const may = useMay();
  const acts = useJobActs();
  if (!may('jobs.job.write')) return [];

  async function run(selection: Selection, verb: 'retry' | 'cancel'): Promise<void> {
    if (selection.kind === 'all') return void toast(text.pickOnes, { tone: 'warn' });
    const { ids, left } = picked(jobs, selection.ids, verb === 'retry' ? mayRetry : mayCancel);
    await acts.each(ids, verb);
    change({ sel: null, not: null });
    if (ids.length > 0) toast(verb === 'retry' ? text.retried(ids.length) : text.cancelled(ids.length));
    if (left > 0) toast(text.left(left), { tone: 'warn' });
  }

  return [
    { id: 'retry', label: text.retry, icon: 'refresh', run: (selection) => attempt(() => run(selection, 'retry')) },
    { id: 'cancel', label: text.cancel, icon: 'x', run: (selection) => attempt(() => run(selection, 'cancel')) },
  ];
}
