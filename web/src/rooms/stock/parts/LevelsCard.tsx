import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Age } from '../../../ui/Time.tsx';
import { Link } from '../../../ui/Link.tsx';
import { text } from '../itemText.ts';
import type { PlaceLevel, WholeItem } from '../shapes.ts';
import { Wide } from './Shared.tsx';
import classes from './stock.module.css';

/** What lies at each place; of a bundle, what its parts allow. */
export function LevelsCard({ item }: { item: WholeItem }) {
  const { onHand, reserved, available } = text.names;
  if (item.is_bundle) return <PartsCard item={item} />;
  // What is between two places lies at none of them.
  const places = item.places.filter(({ kind }) => kind !== 'transit');
  return (
    <Card title={text.levels}>
      {places.length === 0 ? <p className="card-body muted">{text.noLevels}</p> : (
        <Wide label={text.levels}>
          <table className={classes.lines}>
            <thead><tr><th scope="col">{text.place}</th><th scope="col" className={classes.num}>{onHand}</th><th scope="col" className={classes.num}>{reserved}</th><th scope="col" className={classes.num}>{available}</th></tr></thead>
            <tbody>
              {places.map((level) => (
                <tr key={level.place_id}>
                  <th scope="row"><bdi>{level.name}</bdi>{level.told_at && <small>{text.told} <Age at={level.told_at} />{level.confidence !== null && <>, {text.sure(number(level.confidence))}</>}</small>}</th>
                  <td className={classes.num}>{number(level.on_hand)}</td>
                  <td className={classes.num}>{number(held(level))}</td>
                  <td className={`${classes.num} strong`}>{number(level.available)}</td>
                </tr>
              ))}
            </tbody>
            {places.length > 1 && (
              <tfoot>
                <tr className={classes.sum}><th scope="row">{text.own}</th><td className={classes.num}>{number(item.on_hand)}</td><td className={classes.num}>{number(item.reserved + item.promised)}</td><td className={classes.num}>{number(item.available)}</td></tr>
              </tfoot>
            )}
          </table>
        </Wide>
      )}
      {item.on_the_way > 0 && <p className={classes.foot}><Link to="/stock/transfers?state=sent" className="link">{text.alsoOnTheWay(number(item.on_the_way))}</Link></p>}
    </Card>
  );
}

const held = ({ on_hand, available }: PlaceLevel) => on_hand - available;

function PartsCard({ item }: { item: WholeItem }) {
  return (
    <Card title={text.parts}>
      <ul className={classes.options}>
        {item.bundle_parts.map((part) => (
          <li key={part.variant_id}>
            <div>
              <Link to={`/stock/${part.variant_id}`} className="link"><bdi>{part.title}</bdi></Link>
              <small>{text.partOf(number(part.count), number(part.available))}</small>
            </div>
          </li>
        ))}
      </ul>
      <p className={classes.foot}>{text.partsMore}</p>
    </Card>
  );
}
