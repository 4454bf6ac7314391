import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNow } from '../../lib/useNow.ts';
import { boardQuery } from './api.ts';
import { ENDED, isLate, LANES, STATES } from './model.ts';
import classes from './parts/purchasing.module.css';
import { Clock, Cost, LateSign, PurchaseSign, PurchasingTabs } from './parts/Shared.tsx';
import { findingWords } from './said.ts';
import type { Lane as Column, Purchase, Supplier } from './shapes.ts';
import { suppliersQuery } from './supplierApi.ts';
import { text } from './text.ts';

const SHOWN_MAX = 20;

/** A column for each state, first what waits for a person; what came to nothing is shown to whoever asks for it. */
export default function BoardScreen() {
  const { search, change } = useAddress();
  const supplier = wordOf(search, 'supplier');
  const suppliers = useQuery({ ...suppliersQuery, enabled: useMay()('purchasing.supplier.read') }).data ?? [];
  const board = useQuery(boardQuery(supplier));
  const columns = STATES.flatMap((state) => board.data?.columns.find((one) => one.state === state) ?? []);
  const withEnded = wordOf(search, 'ended') !== '';
  const ended = columns.reduce((sum, { state, count }) => sum + (ENDED.has(state) ? count : 0), 0);
  const shown = columns.filter(({ state, count }) => (LANES.has(state) || count > 0) && (withEnded || !ENDED.has(state)));
  const late = board.data?.late ?? 0;
  const none = board.data !== undefined && columns.every(({ count }) => count === 0);
  return (
    <>
      <PageHead title={text.board} facts={<>{text.boardFacts}{late > 0 && <Link to={`/purchasing/orders?late=1${of(supplier)}`} className={`link ${classes.late}`}><LateSign words={text.lateCount(number(late))} pill /></Link>}</>} actions={suppliers.length > 1 && <Choice supplier={supplier} suppliers={suppliers} onChoose={(id) => change({ supplier: id || null })} />} />
      <PurchasingTabs />
      {(ended > 0 || withEnded) && <Checkbox size="xs" label={text.showEnded(number(ended))} checked={withEnded} onChange={(event) => change({ ended: event.currentTarget.checked ? '1' : null })} />}
      {!board.data && <Card label={text.board}>{board.error ? <ErrorState error={board.error} retry={() => void board.refetch()} /> : <Loading rows={6} />}</Card>}
      {none && <Card label={text.board}><Empty title={text.empty} more={text.emptyMore}><Link to="/purchasing/offers" className="button">{text.toOffers}</Link></Empty></Card>}
      {board.data && !none && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, by the keyboard too
        <div className={classes.board} role="group" aria-label={text.board} tabIndex={0}>
          {shown.map((column) => <Lane key={column.state} column={column} supplier={supplier} />)}
        </div>
      )}
    </>
  );
}

const of = (supplier: string) => (supplier ? `&supplier=${supplier}` : '');

function Choice({ supplier, suppliers, onChoose }: { supplier: string; suppliers: readonly Supplier[]; onChoose: (id: string) => void }) {
  return (
    <NativeSelect
      aria-label={text.filters.supplier}
      value={supplier}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[{ value: '', label: text.allSuppliers }, ...suppliers.map(({ id, name }) => ({ value: id, label: name }))]}
      rightSection={<Icon name="down" size={12} />}
    />
  );
}

function Lane({ column: { state, count, items }, supplier }: { column: Column; supplier: string }) {
  const to = `/purchasing/orders?state=${state}${of(supplier)}`;
  return (
    <section className={`${classes.lane} ${count === 0 ? classes.laneNone : ''}`} aria-label={text.states[state]}>
      <h2><Link to={to} className={classes.laneHead} title={text.allOf(text.states[state])}><PurchaseSign state={state} /><span className="faint">{number(count)}</span></Link></h2>
      {count === 0 && <p className={`faint ${classes.none}`}>{text.columnEmpty}</p>}
      <ul>{items.slice(0, SHOWN_MAX).map((row) => <li key={row.id}><Ticket row={row} /></li>)}</ul>
      {count > Math.min(items.length, SHOWN_MAX) && <Link to={to} className={`link ${classes.none}`}>{text.seeAll}</Link>}
    </section>
  );
}

function Ticket({ row }: { row: Purchase }) {
  const late = isLate(row, new Date(useNow()));
  const [first] = row.findings;
  const said = first && row.state !== 'quoted' ? findingWords(first) : null;
  return (
    <Link to={`/purchasing/orders/${row.id}`} className={classes.ticket}>
      <span className={classes.over}><b className="clip">{row.number}</b><span className="faint small"><Time at={row.state_since} /></span></span>
      <span className={classes.over}><bdi className="clip muted">{row.supplier}</bdi><Cost row={row} /></span>
      {row.state === 'quoted' && <span className="accent small"><Clock row={row} /></span>}
      {said && <span className="small" lang={said.lang}>{said.words}</span>}
      {late && <LateSign />}
    </Link>
  );
}
