import { Money } from '../../../ui/Money.tsx';
import { text } from '../returnText.ts';
import type { Shares } from '../returnsApi.ts';
import classes from './orders.module.css';

type Props = { label: string; currency: string; columns: readonly { name: string; shares: Shares }[] };

/** Goods, tax and shipping for themselves, one column each time. */
export function SharesTable({ label, currency, columns }: Props) {
  return (
    <table className={`${classes.money} ${columns.length > 1 ? classes.both : ''}`} aria-label={label}>
      {columns.length > 1 && <thead><tr><th><span className="sr">{label}</span></th>{columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>}
      <tbody>
        {(['goods', 'tax', 'shipping', 'total'] as const).map((part) => (
          <tr key={part} className={part === 'total' ? classes.total : ''}>
            <th scope="row">{text[part]}</th>
            {columns.map(({ name, shares }) => <td key={name}><Money minor={shares[part]} currency={currency} bare /></td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
