import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { number } from '../../lib/number.ts';
import { useShops, type Shops } from '../../lib/shops.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { columnQuery, type Order, type OrderState } from './api.ts';
import { Total } from './columns.tsx';
import { STATES, WAY } from './model.ts';
import classes from './parts/orders.module.css';
import { HeldSign, OrderSign, OrderTabs, ShopName, stateWords, TroubleSign } from './parts/Shared.tsx';
import { text } from './text.ts';

const COLUMN_MAX = 50;
const SHOWN_MAX = 20;

/** A column for each state; what stands in it leads to the order, its head into the list. */
export default function BoardScreen() {
  const shops = useShops();
  const { search, change } = useAddress();
  const account = wordOf(search, 'account');
  return (
    <>
      <PageHead
        title={text.board}
        facts={text.boardFacts}
        actions={
          <NativeSelect
            aria-label={text.shop}
            value={account}
            onChange={(event) => change({ account: event.currentTarget.value || null })}
            data={[{ value: '', label: text.allShops }, ...(shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
            rightSection={<Icon name="down" size={12} />}
          />
        }
      />
      <OrderTabs />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, by the keyboard too */}
      <div className={classes.board} role="group" aria-label={text.board} tabIndex={0}>
        {STATES.map((state) => <Lane key={state} state={state} account={account} shops={shops} />)}
      </div>
    </>
  );
}

function Lane({ state, account, shops }: { state: OrderState; account: string; shops: Shops }) {
  const column = useQuery(columnQuery(state, account, COLUMN_MAX));
  const rows = column.data?.items ?? [];
  const count = column.data === undefined ? '' : column.data.next_cursor === null ? number(rows.length) : text.countOver(rows.length);
  const to = `/orders?state=${state}${account && `&account=${account}`}`;
  if (NEEDED.has(state) || rows.length > 0) {
    return (
      <section className={`${classes.lane} ${column.data && rows.length === 0 ? classes.laneNone : ''}`} aria-label={stateWords(state)}>
        <h2><Link to={to} className={classes.laneHead} title={text.allOf(stateWords(state))}><OrderSign state={state} /><span className="faint">{count}</span></Link></h2>
        {column.data === undefined && (column.error ? <ErrorState error={column.error} retry={() => void column.refetch()} /> : <Loading rows={3} />)}
        {column.data && rows.length === 0 && <p className={`faint ${classes.none}`}>{text.columnEmpty}</p>}
        <ul>{rows.slice(0, SHOWN_MAX).map((row) => <li key={row.id}><Ticket row={row} shops={shops} /></li>)}</ul>
        {(rows.length > SHOWN_MAX || column.data?.next_cursor) && <Link to={to} className={`link ${classes.none}`}>{text.seeAll}</Link>}
      </section>
    );
  }
  return null;
}

/** The others show themselves only where an order is in them. */
const NEEDED: ReadonlySet<OrderState> = new Set(WAY);

function Ticket({ row, shops }: { row: Order; shops: Shops }) {
  const [first, ...more] = row.exceptions;
  return (
    <Link to={`/orders/${row.id}`} className={classes.ticket}>
      <span className={classes.over}><b>{row.number}</b><span className="faint small"><Time at={row.placed_at} /></span></span>
      <span className={classes.over}><ShopName shops={shops} id={row.account_id} /><Total row={row} /></span>
      {row.held && <HeldSign />}
      {first && <TroubleSign kind={first} more={more.length > 0 && <span className="faint"> +{more.length}</span>} />}
    </Link>
  );
}
