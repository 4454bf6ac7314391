import { number } from '../../lib/number.ts';
import { Money } from '../../ui/Money.tsx';
import { Picture } from '../../ui/Picture.tsx';
import type { ShapeName } from '../../ui/Shape.tsx';
import { Sign } from '../../ui/State.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Column } from '../../ui/table/columns.ts';
import { Sparkline } from './parts/Sparkline.tsx';
import classes from './parts/trends.module.css';
import type { Standing as StandingOf, Trend } from './shapes.ts';
import { soldWords } from './trendModel.ts';
import { text } from './trendText.ts';

const SIGNS: Readonly<Record<StandingOf, readonly [ShapeName, Colour]>> = {
  rising: ['chevrons', 'ok'],
  new: ['ringDot', 'accent'],
  steady: ['ring', 'ink2'],
  falling: ['back', 'warn'],
  too_little: ['dashedRing', 'ink3'],
  gone: ['slashed', 'ink3'],
};

function StandingSign({ standing }: { standing: StandingOf }) {
  const [shape, colour] = SIGNS[standing];
  return <Sign shape={shape} colour={colour}>{text.standings[standing]}</Sign>;
}

/** `named`: several topics are shown, so each row says its own. */
export function trendColumns({ named }: { named: boolean }): Column<Trend>[] {
  const { goods, standing, points, perDay, course, sold, price, ours } = text.heads;
  return [
    { id: 'goods', head: goods, kind: 'long', phone: 'title', cell: (row) => <Goods row={row} named={named} /> },
    { id: 'standing', head: standing, kind: 'state', phone: 'more', cell: (row) => <Standing row={row} /> },
    { id: 'points', head: points, kind: 'number', phone: 'end', cell: (row) => <Points row={row} /> },
    { id: 'course', head: course, kind: 'text', cell: (row) => <Sparkline row={row} /> },
    { id: 'perDay', head: perDay, kind: 'number', cell: (row) => <PerDay row={row} /> },
    { id: 'sold', head: sold, kind: 'number', cell: (row) => <span className={row.sold === null ? 'faint' : ''}>{soldWords(row)}</span> },
    { id: 'price', head: price, kind: 'money', cell: (row) => <Price row={row} /> },
    { id: 'ours', head: ours, kind: 'state', cell: (row) => <Ours row={row} /> },
  ];
}

/** A phone has no columns for price and mark, so they stand here. */
function Standing({ row }: { row: Trend }) {
  return (
    <span className={classes.phoneRow}>
      <StandingSign standing={row.standing} />
      <span className={classes.onPhone}><Price row={row} /></span>
      <span className={classes.onPhone}><Ours row={row} /></span>
    </span>
  );
}

function Price({ row: { price_minor: minor, currency } }: { row: Trend }) {
  return minor === null ? <span className="faint">{text.notTold}</span> : <Money minor={minor} currency={currency} />;
}

function Ours({ row }: { row: Trend }) {
  return row.variant_id === null ? null : <Sign shape="check" colour="ok">{text.ours}</Sign>;
}

function Goods({ row, named }: { row: Trend; named: boolean }) {
  const more = named ? text.inTopic(row.topic) : row.product_id;
  return (
    <span className={classes.goods}>
      <Picture url={row.image_url} alt="" />
      <span className={classes.two}><bdi>{row.title || row.product_id}</bdi><small>{more}</small></span>
    </span>
  );
}

function Points({ row: { standing, points } }: { row: Trend }) {
  return standing === 'too_little' || standing === 'gone' ? null : <b>{number(Number(points), 1)}</b>;
}

function PerDay({ row: { per_day: now, before_per_day: before } }: { row: Trend }) {
  if (now === null) return <span className="faint">{text.notTold}</span>;
  return <span className={classes.two}><span>{number(now, 1)}</span>{before !== null && <small>{text.before(number(before, 1))}</small>}</span>;
}
