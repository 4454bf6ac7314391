import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import type { ShapeName } from '../../../ui/Shape.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Colour } from '../../../ui/states.ts';
import { text } from '../purchaseText.ts';
import { wishWord } from '../said.ts';
import type { Sureness, WholePurchase } from '../shapes.ts';
import classes from './purchasing.module.css';

const SIGNS: Readonly<Record<Sureness, readonly [ShapeName, Colour]>> = { confirmed: ['check', 'ok'], memo_only: ['question', 'ink2'], none: ['slashed', 'warn'] };

export function SureSign({ sureness }: { sureness: Sureness }) {
  const [shape, colour] = SIGNS[sureness];
  return <Sign shape={shape} colour={colour}>{text.sure[sureness]}</Sign>;
}

/** Nothing of it has left for the supplier. */
const SAYABLE: ReadonlySet<WholePurchase['state']> = new Set(['waiting', 'asking', 'quoted', 'refused', 'stopped']);

/** How it is wanted to be sent, and how sure each of that is. */
export function WishesCard({ whole: { id, state, order_id: order, wishes, memo, supplier_id: supplier } }: { whole: WholePurchase }) {
  const allowed = useMay();
  const may = allowed('purchasing.supplier.read');
  const maySay = allowed('purchasing.order.write') && allowed('orders.order.read') && SAYABLE.has(state);
  return (
    <Card title={text.wishes} end={<>{maySay && <Link to={`/orders/${order}?wishes=${id}`} className="link small">{text.sayWishes}</Link>}{may && <Link to={`/purchasing/suppliers/${supplier}`} className="link small">{text.toWishes}</Link>}</>}>
      {wishes.length === 0 ? <p className={classes.foot}>{text.noWishes}</p> : (
        <ul className={classes.options}>
          {wishes.map(({ name, sureness }) => (
            <li key={name}><div><b>{wishWord(name)}</b><small>{text.sureMore[sureness]}</small></div><SureSign sureness={sureness} /></li>
          ))}
        </ul>
      )}
      {memo && <div className={classes.memo}><small>{text.memo}</small><p><bdi>{memo}</bdi></p></div>}
    </Card>
  );
}
