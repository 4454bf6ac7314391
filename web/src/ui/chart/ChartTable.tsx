import { number } from '../../lib/number.ts';
import classes from './Chart.module.css';
import type { ChartProps } from './Chart.tsx';
import { text } from './text.ts';

export function ChartTable({ title, points, series, unit }: ChartProps) {
  return (
    <div className={classes.rows}>
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{text.point}</th>
            {series.map((one) => <th key={one.name} scope="col">{one.name}{unit && <span className="faint"> {unit}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {points.map((point, index) => (
            <tr key={point}>
              <th scope="row">{point}</th>
              {series.map((one) => {
                const value = one.values[index];
                return <td key={one.name}>{value === null || value === undefined ? '' : number(value, Number.isInteger(value) ? 0 : 1)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
