import { useAddress, wordOf } from '../../../lib/address.ts';
import { money } from '../../../lib/money.ts';
import { percent } from '../../../lib/number.ts';
import { useShops } from '../../../lib/shops.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import { useRows } from '../../../ui/table/useRows.ts';
import { type Days, EARNINGS, type Entry, readEntries } from '../earningsApi.ts';
import { amount } from '../earningsModel.ts';
import { text } from '../earningsText.ts';
import classes from './earnings.module.css';

const WHOLE = 10_000;
const SHAPES = { paid: 'check', taken_back: 'back', added: 'chevrons' } as const;

/** What was booked, the newest first; each says why, and leads to its order. */
export function EntriesTable({ days }: { days: Days }) {
  const { search } = useAddress();
  const shops = useShops();
  const account = wordOf(search, 'account');
  const rows = useRows<Entry>({
    key: [...EARNINGS, 'entries', days.since, account],
    id: (row) => row.id,
    read: ({ limit, cursor, signal }) => readEntries(days, account, { limit, cursor }, signal),
  });
  return (
    <DataTable
      name="earnings"
      label={text.entries}
      rows={rows}
      columns={columns(shops.nameOf)}
      nameOf={(row) => `${row.order_number}, ${text.kinds[row.kind]}`}
      detail={(row) => <Why entry={row} />}
      filters={[{ name: 'account', label: text.filterShop, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) }]}
      empty={<Empty title={text.nothing} more={text.nothingMore} />}
    />
  );
}

function columns(nameOf: (id: string) => string): Column<Entry>[] {
  const { day, order, shop, kind, paid, client, platform } = text.heads;
  return [
    { id: 'order', head: order, kind: 'code', phone: 'title', cell: (row) => row.order_number },
    { id: 'kind', head: kind, kind: 'state', cell: (row) => <Sign shape={SHAPES[row.kind]} colour={row.kind === 'taken_back' ? 'warn' : 'ink2'}>{text.kinds[row.kind]}</Sign> },
    { id: 'shop', head: shop, kind: 'text', phone: 'more', cell: (row) => <bdi>{nameOf(row.account_id)}</bdi> },
    { id: 'paid', head: paid, kind: 'money', cell: (row) => <Money {...amount(row.order, 'paid')} /> },
    { id: 'client', head: client, kind: 'money', phone: 'end', cell: (row) => <b><Money {...amount(row.home ?? row.order, 'client')} /></b> },
    { id: 'platform', head: platform, kind: 'money', cell: (row) => <Money {...amount(row.home ?? row.order, 'platform')} /> },
    { id: 'day', head: day, kind: 'time', cell: (row) => row.booked_on },
  ];
}

function Why({ entry }: { entry: Entry }) {
  const { currency, minor } = amount(entry.order, 'paid');
  return (
    <div className={classes.detail}>
      <p>{text.whys[entry.kind](entry.order_number, money({ currency, minor: Math.abs(minor) }))}</p>
      <p className="muted">{text.kept(percent(entry.client_bp / WHOLE))}</p>
      {entry.home && entry.home.currency !== currency && <p className="muted">{text.byRate(entry.rate ?? '', entry.rate_on ?? '')}</p>}
      {!entry.home && <p className="muted">{text.noRate}</p>}
      <p><Link to={`/orders/${entry.order_id}`} className="link">{text.toOrder(entry.order_number)}</Link></p>
    </div>
  );
}
