import { wordsOf } from '../../lib/address.ts';
import { bytes } from '../../lib/amount.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { type Account, type Hook, HOOKS, readHooks } from './api.ts';
import { text } from './flowText.ts';
import { HOOK_SIGNS, VERDICT_SIGNS } from './model.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import { HookDetail } from './parts/HookDetail.tsx';
import { TopicsCard } from './parts/TopicsCard.tsx';

// That one arrived is no event.
const LOOK_EVERY_MS = 3_000;

/** What the shop was asked to tell, and what it told. */
export default function HooksScreen() {
  return (
    <AccountPage>
      {(account) => (
        <>
          <TopicsCard account={account} />
          <Arrived account={account} />
        </>
      )}
    </AccountPage>
  );
}

function Arrived({ account }: { account: Account }) {
  const rows = useRows<Hook>({
    key: [...HOOKS, account.id],
    id: (hook) => hook.id,
    read: ({ search, limit, cursor, signal }) => readHooks(account.id, { verdict: knownVerdicts(wordsOf(search, 'verdict')), limit, cursor }, signal),
  });
  useLookAgain([...HOOKS, account.id], LOOK_EVERY_MS);
  return (
    <DataTable
      name="hooks"
      label={text.hooks}
      rows={rows}
      columns={columns()}
      nameOf={(hook) => hook.topic ?? text.noTopic}
      detail={(hook) => <HookDetail hook={hook} />}
      filters={[{ name: 'verdict', label: text.verdict, kind: 'choice', many: true, choices: Object.entries(text.verdicts).map(([value, label]) => ({ value, label })) }]}
      end={<span className="faint small">{text.hooksSub}</span>}
      empty={<Empty title={text.noHooks} more={text.noHooksMore} />}
    />
  );
}

function knownVerdicts(words: readonly string[]): Hook['verdict'][] {
  return words.filter((word): word is Hook['verdict'] => word in VERDICT_SIGNS);
}

function columns(): Column<Hook>[] {
  const { topic, verdict, state, size, at } = text.hookHeads;
  return [
    { id: 'topic', head: topic, kind: 'name', cell: (hook) => (hook.topic ? <code>{hook.topic}</code> : <span className="faint">{text.noTopic}</span>) },
    { id: 'verdict', head: verdict, kind: 'state', cell: (hook) => <Marked sign={VERDICT_SIGNS[hook.verdict]}>{text.verdicts[hook.verdict]}</Marked> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (hook) => <Marked sign={HOOK_SIGNS[hook.state]}>{text.hookStates[hook.state]}</Marked> },
    { id: 'size', head: size, kind: 'number', cell: (hook) => bytes(hook.size_bytes) },
    { id: 'at', head: at, kind: 'time', phone: 'more', cell: (hook) => <Time at={hook.received_at} /> },
  ];
}

function Marked({ sign: [shape, colour], children }: { sign: (typeof HOOK_SIGNS)[Hook['state']]; children: string }) {
  return <Sign shape={shape} colour={colour}>{children}</Sign>;
}
