import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { clockSeconds } from '../../../lib/time.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { Time } from '../../../ui/Time.tsx';
import { text as say } from '../sayText.ts';
import { text as sources } from '../sourceText.ts';
import { actOnSupplied, PURCHASES, type Supplied, type SuppliedAct, type SuppliedState, type SuppliedWhole } from '../suppliedApi.ts';
import { text } from '../suppliedText.ts';
import classes from './orders.module.css';
import { Refused } from './Shared.tsx';
import { SourcesDialog } from './SourcesDialog.tsx';
import { WishesDialog } from './WishesDialog.tsx';

const SIGNS: Readonly<Record<SuppliedState, readonly [ShapeName, Colour]>> = {
  waiting: ['dashedRing', 'ink2'], asking: ['warn', 'warn'], quoted: ['clock', 'accent'], placing: ['arc', 'accent'], unsure: ['question', 'unknown'], unpaid: ['ring', 'warn'], placed: ['seal', 'ok'],
  sent: ['wall', 'accent'], delivered: ['check', 'ok'], refused: ['octagon', 'bad'], stopped: ['stop', 'ink3'], cancelling: ['back', 'ink2'], cancelled: ['slashed', 'ink3'],
};

export function SuppliedSign({ state, words }: { state: SuppliedState; words?: string }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour}>{words ?? text.states[state]}</Sign>;
}

/** Which goods come from which supplier order, how that stands, and what is done with it at once. */
type CardProps = { order: string; buys: boolean; rows: readonly Supplied[]; wholes: readonly SuppliedWhole[]; failed: boolean; onAgain: () => void; titleOf: (line: string) => string };

export function SuppliedCard({ order, buys, rows, wholes, failed, onAgain, titleOf }: CardProps) {
  const { search, change } = useAddress();
  const may = useMay();
  const mayBuy = buys && may('orders.source.read') && may('orders.source.write');
  const wishes = wordOf(search, 'wishes');
  if (failed) return <Card title={text.title} padded><Note tone="warn" icon="warn" end={<Button size="xs" leftSection={<Icon name="refresh" />} onClick={onAgain}>{text.again}</Button>}>{text.failed}</Note></Card>;
  if (rows.length === 0 && !mayBuy) return null;
  return (
    <Card title={text.title} sub={rows.length > 0 ? String(rows.length) : undefined} end={mayBuy && <Button size="xs" leftSection={<Icon name="purchasing" />} onClick={() => change({ new: 'source' })}>{sources.open}</Button>}>
      {rows.length === 0 && <p className="card-body muted">{text.none}</p>}
      <ul className={classes.options}>{rows.map((row) => <Row key={row.id} row={row} whole={wholes.find(({ id }) => id === row.id)} titleOf={titleOf} onWishes={() => change({ wishes: row.id })} />)}</ul>
      <SourcesDialog open={mayBuy && wordOf(search, 'new') === 'source'} order={order} onClose={() => change({ new: null })} />
      <WishesDialog id={wishes || null} onClose={() => change({ wishes: null })} />
    </Card>
  );
}

function Row({ row, whole, titleOf, onWishes }: { row: Supplied; whole: SuppliedWhole | undefined; titleOf: (line: string) => string; onWishes: () => void }) {
  const may = useMay()('purchasing.order.write');
  const codes = row.state === 'quoted' ? [] : row.findings.map(({ code }) => say.atSupplier[String(code)] ?? String(code));
  const goods = (whole?.lines ?? []).filter((line) => line.quantity > line.unwanted).map((line) => text.pieces(line.quantity - line.unwanted, titleOf(line.order_line_id) || line.title)).join(', ');
  return (
    <li>
      <div>
        <span className={classes.over}><Link to={`/purchasing/orders/${row.id}`} className="link">{row.number}</Link><SuppliedSign state={row.state} /></span>
        <p className={classes.signs}>
          <bdi>{row.supplier}</bdi>
          {goods && <bdi className="muted">{goods}</bdi>}
          {row.total_minor !== null && row.currency !== null && <Money minor={row.total_minor} currency={row.currency} />}
          {row.arrives_by && <span className="faint">{text.arrives} <Time at={row.arrives_by} as="day" /></span>}
        </p>
        {codes.length > 0 && <p className="warn">{codes.join(', ')}</p>}
        {row.state === 'quoted' && <small><Places row={row} /></small>}
        {may && whole && <Dispute whole={whole} />}
      </div>
      {may && SAYABLE.has(row.state) && <Button size="xs" onClick={onWishes}>{sources.wishes}</Button>}
    </li>
  );
}

/** Nothing of it has left for the supplier: it can still be said how it is sent. */
const SAYABLE: ReadonlySet<SuppliedState> = new Set(['waiting', 'asking', 'quoted', 'refused', 'stopped']);
/** Something was sent, or should have been. */
const DISPUTABLE: ReadonlySet<SuppliedState> = new Set(['placed', 'sent', 'delivered']);

/** Where one is opened, with its last day; nothing once that is over. */
function Dispute({ whole: { id, state, disputes, dispute_by: by } }: { whole: SuppliedWhole }) {
  const now = useNow();
  if (!DISPUTABLE.has(state) || disputes === 'never' || (by !== null && new Date(by).getTime() < now)) return null;
  return (
    <small>
      {disputes === 'by_call' ? <Link to={`/purchasing/orders/${id}?new=dispute`} className="link">{sources.dispute}</Link> : sources.disputeSite}
      {by !== null && <> {sources.disputeBy} <Time at={by} as="day" /></>}
    </small>
  );
}

export function Places({ row: { due_at: due, held } }: { row: Pick<Supplied, 'due_at' | 'held'> }) {
  const now = useNow();
  if (held) return <>{text.placesOnceFree}</>;
  const over = due === null || new Date(due).getTime() <= now;
  return <>{over || due === null ? text.placedNow : text.places(clockSeconds(new Date(due)))}</>;
}

/** What is to be done with the one that presses most: large, for it is the next action of the order. */
export function SuppliedActs({ row }: { row: Supplied }) {
  const client = useQueryClient();
  const may = useMay()('purchasing.order.write');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const run = (verb: SuppliedAct) => act(async () => {
    const { count } = await actOnSupplied(verb, row.id);
    await client.invalidateQueries({ queryKey: PURCHASES });
    toast(count === 0 ? text.moved : text.done[verb]);
  });
  const stops = may && row.state === 'quoted';
  return (
    <>
      <Refused refused={refused} />
      {stops && <Button size="lg" leftSection={<Icon name="stop" />} loading={busy} disabled={offline} onClick={() => void run('stop')}>{text.stop}</Button>}
      {stops && <Button size="lg" variant="filled" leftSection={<Icon name="play" />} loading={busy} disabled={offline} onClick={() => void run('place_now')}>{text.place_now}</Button>}
      {!stops && <Link to={`/purchasing/orders/${row.id}`} className={`button ${ASKS.has(row.state) ? 'filled' : ''}`}>{text.open}</Link>}
    </>
  );
}

const ASKS: ReadonlySet<SuppliedState> = new Set(['asking', 'unsure', 'unpaid', 'refused']);
