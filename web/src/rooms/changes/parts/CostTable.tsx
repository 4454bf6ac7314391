import { number } from '../../../lib/number.ts';
import { useShops } from '../../../lib/shops.ts';
import type { Share } from '../api.ts';
import { costOf, inWords } from '../model.ts';
import { text } from '../setText.ts';
import classes from './cards.module.css';

/** Calls and seconds by shop, and points where the platform counts points. */
export function CostTable({ shares }: { shares: readonly Share[] }) {
  const shops = useShops();
  const ids = [...new Set(shares.map((share) => share.account_id))];
  const all = costOf(shares);
  const { shop, calls, time } = text.costHeads;
  return (
    <table className={classes.cost}>
      <thead><tr><th scope="col">{shop}</th><th scope="col">{calls}</th><th scope="col">{time}</th></tr></thead>
      <tbody>
        {ids.map((id) => {
          const ours = shares.filter((share) => share.account_id === id);
          const cost = costOf(ours);
          const units = ours.reduce((sum, share) => sum + share.units, 0);
          return (
            <tr key={id}>
              <th scope="row"><bdi>{shops.nameOf(id) || text.untitled}</bdi>{units > 0 && <small>{text.units(number(units), number(leftOf(ours)))}</small>}</th>
              <td>{number(cost.calls)}</td>
              <td>{inWords(cost.seconds)}</td>
            </tr>
          );
        })}
      </tbody>
      {ids.length > 1 && <tfoot><tr><th scope="row">{text.all}</th><td>{number(all.calls)}</td><td>{inWords(all.seconds)}</td></tr></tfoot>}
    </table>
  );
}

/** Shares of one shop may lean on the same quota; each is told what the ones before it leave. */
const leftOf = (shares: readonly Share[]) => Math.max(0, ...shares.map((share) => share.left ?? 0));
