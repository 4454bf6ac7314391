import { useQuery } from '@tanstack/react-query';
import { wordOf, wordsOf } from '../../lib/address.ts';
import { took } from '../../lib/amount.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter } from '../../ui/table/filters.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { type Account, type Call, CALLS, type Health, healthQuery, readCalls } from './api.ts';
import { text } from './flowText.ts';
import { pathOf } from './model.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import { CallDetail } from './parts/CallDetail.tsx';
import { familyWords, outcomeWords } from './words.ts';

// A call is no event.
const LOOK_EVERY_MS = 5_000;
const WORD = /^[a-z_]{1,60}$/;
const FAMILY_CHARS_MAX = 60;

/** The last calls to the shop: what we sent, what came back. */
export default function CallsScreen() {
  return <AccountPage>{(account) => <Calls account={account} />}</AccountPage>;
}

function Calls({ account }: { account: Account }) {
  const health = useQuery(healthQuery(account.id)).data;
  const rows = useRows<Call>({
    key: [...CALLS, account.id],
    id: (call) => call.id,
    read: ({ search, limit, cursor, signal }) =>
      readCalls(
        account.id,
        { outcome: wordsOf(search, 'outcome').filter((word) => WORD.test(word)), family: wordOf(search, 'family').slice(0, FAMILY_CHARS_MAX) || undefined, limit, cursor },
        signal,
      ),
  });
  useLookAgain([...CALLS, account.id], LOOK_EVERY_MS);
  return (
    <DataTable
      name="calls"
      label={text.calls}
      rows={rows}
      columns={columns()}
      nameOf={(call) => `${call.method} ${pathOf(call.url)}`}
      detail={(call) => <CallDetail call={call} />}
      filters={filters(health)}
      end={<span className="faint small">{text.callsSub}</span>}
      empty={<Empty title={text.noCalls} more={text.noCallsMore} />}
    />
  );
}

/** To choose from: what there is, and what our words know. */
function filters(health: Health | undefined): Filter[] {
  const outcomes = [...new Set([...Object.keys(text.outcomes), ...(health?.outcomes ?? []).map((one) => one.outcome)])];
  return [
    { name: 'outcome', label: text.outcome, kind: 'choice', many: true, choices: outcomes.map((value) => ({ value, label: outcomeWords(value) })) },
    { name: 'family', label: text.family, kind: 'choice', choices: (health?.families ?? []).map(({ family }) => ({ value: family, label: familyWords(family) })) },
  ];
}

function columns(): Column<Call>[] {
  const { call: what, answer, outcome, family, took: long, at } = text.callHeads;
  return [
    { id: 'call', head: what, kind: 'long', cell: (call) => <code title={call.url}><span className="faint">{call.method}</span> {pathOf(call.url)}</code> },
    { id: 'outcome', head: outcome, kind: 'text', phone: 'more', cell: (call) => <Outcome call={call} /> },
    { id: 'answer', head: answer, kind: 'number', cell: (call) => (call.status === 0 ? <span className="faint">{text.noAnswer}</span> : <code>{call.status}</code>) },
    { id: 'family', head: family, kind: 'text', cell: (call) => <span className="muted">{familyWords(call.family)}</span> },
    { id: 'took', head: long, kind: 'number', cell: (call) => took(call.elapsed_ms / 1000) },
    { id: 'at', head: at, kind: 'time', phone: 'end', cell: (call) => <Time at={call.asked_at} /> },
  ];
}

function Outcome({ call }: { call: Call }) {
  if (call.outcome === 'ok') return <span className="muted">{outcomeWords(call.outcome)}</span>;
  if (call.outcome === 'outcome_unknown') return <Sign shape="question" colour="unknown">{outcomeWords(call.outcome)}</Sign>;
  if (call.outcome === 'throttled') return <Sign shape="clock" colour="warn">{outcomeWords(call.outcome)}</Sign>;
  return <Sign shape="octagon" colour="bad">{outcomeWords(call.outcome)}</Sign>;
}
