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

/** How it is wanted to be sent, and how sure each of that is. */
export function WishesCard({ whole: { wishes, memo, supplier_id: supplier } }: { whole: WholePurchase }) {
  const may = useMay()('purchasing.supplier.read');
  return (
    <Card title={text.wishes} end={may && <Link to={`/purchasing/suppliers/${supplier}`} className="link small">{text.toWishes}</Link>}>
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
