import { type Shop, standing } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { State } from '../../../ui/State.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { text } from '../text.ts';
import classes from './ShopsCard.module.css';

const SHOWN = 5;

const well = (shop: Shop) => standing(shop) === 'healthy';

/** How the connected shops are, those with a fault first. */
export function ShopsCard({ shops }: { shops: readonly Shop[] }) {
  const ours = shops.filter((shop) => shop.state !== 'disconnected');
  const wrong = ours.filter((shop) => !well(shop));
  return (
    <Card title={text.shops} sub={text.shopsSub(ours.length, wrong.length)} end={<Link to="/connections" className="link small">{text.all}</Link>}>
      <ul className={classes.list}>
        {[...wrong, ...ours.filter(well)].slice(0, SHOWN).map((shop) => (
          <li key={shop.id}>
            <Tile platform={shop.platform} />
            <Link to={`/connections/${shop.id}`} className={classes.name}><bdi>{shop.name}</bdi></Link>
            <State name={standing(shop)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
