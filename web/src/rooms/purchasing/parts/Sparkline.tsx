import type { Trend } from '../shapes.ts';
import { lineOf, lineWords, SIZE } from '../trendModel.ts';
import classes from './trends.module.css';

/** How a product went day by day; nothing before two days are known. */
export function Sparkline({ row }: { row: Pick<Trend, 'course'> }) {
  const line = lineOf(row);
  if (!line) return null;
  const words = lineWords(line);
  const [x, y] = (line.points.at(-1) ?? '').split(',');
  return (
    <svg className={classes.spark} viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} width={SIZE.width} height={SIZE.height} role="img" aria-label={words}>
      <title>{words}</title>
      <polyline points={line.points.join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}
