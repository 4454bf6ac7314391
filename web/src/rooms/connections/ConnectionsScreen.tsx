import { useQuery } from '@tanstack/react-query';
import { useAddress, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { type Account, ACCOUNTS, clocksQuery, platformsQuery, readAccounts } from './api.ts';
import { columns } from './columns.tsx';
import classes from './ConnectionsScreen.module.css';
import { knownStates } from './model.ts';
import { ClocksCard } from './parts/ClocksCard.tsx';
import { WorkspaceModeCard } from './parts/WorkspaceModeCard.tsx';
import { WrongCard } from './parts/WrongCard.tsx';
import { text } from './text.ts';

// When a shop was read last is no event.
const LOOK_EVERY_MS = 15_000;

/** Every shop: how it is, what is wrong and what to do, and what ends when. */
export default function ConnectionsScreen() {
  const may = useMay()('connections.account.write');
  const platforms = useQuery(platformsQuery).data ?? [];
  const clocks = useQuery(clocksQuery).data;
  const rows = useRows<Account>({
    key: ACCOUNTS,
    id: (account) => account.id,
    read: ({ search, limit, cursor, signal }) => readAccounts({ state: knownStates(wordsOf(search, 'state')), limit, cursor }, signal),
  });
  useLookAgain(ACCOUNTS, LOOK_EVERY_MS);
  // Without any shop there is nothing to filter, unless a filter is why there is none.
  const filtered = wordsOf(useAddress().search, 'state').length > 0;
  const none = !rows.loading && !rows.error && rows.rows.length === 0 && !filtered;

  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && !none && <ConnectLink />} />
      <div className={classes.stack}>
        <WrongCard />
        <DataTable
          name="connections"
          label={text.list}
          rows={rows}
          columns={columns(platforms)}
          nameOf={(account) => account.name}
          to={(account) => `/connections/${account.id}`}
          filters={none ? [] : [{ name: 'state', label: text.state, kind: 'choice', many: true, choices: Object.entries(text.states).map(([value, label]) => ({ value, label })) }]}
          empty={<First may={may} />}
          tall
        />
        {!none && <WorkspaceModeCard />}
        {!none && clocks && <ClocksCard accounts={clocks} named />}
      </div>
    </>
  );
}

function ConnectLink() {
  return <Link to="/connections/new" className="button filled"><Icon name="plus" />{text.connect}</Link>;
}

function First({ may }: { may: boolean }) {
  return (
    <div className={classes.empty}>
      <Empty title={text.empty} more={text.emptyMore}>
        <ul className={classes.points}>
          {text.emptyPoints.map((words) => <li key={words}><Icon name="check" className="ok" />{words}</li>)}
        </ul>
        {may ? <ConnectLink /> : <span className="faint small">{text.emptyWho}</span>}
      </Empty>
    </div>
  );
}
