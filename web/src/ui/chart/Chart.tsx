import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useKeys } from '../../lib/keys.ts';
import { Bar } from '../Bar.tsx';
import { Card } from '../Card.tsx';
import { IconButton } from '../IconButton.tsx';
import classes from './Chart.module.css';
import { ChartTable } from './ChartTable.tsx';
import type { Mark, Series } from './series.ts';
import { text } from './text.ts';

const Drawing = lazy(() => import('./Drawing.tsx'));

export type ChartProps = {
  /** A question or a noun. */
  title: string;
  /** One sentence with the finding, for those who do not see the drawing. */
  finding: string;
  kind: 'line' | 'bar';
  /** The names along the lower edge. */
  points: readonly string[];
  /** At most six; sum the rest yourself and give it `rest`. */
  series: readonly Series[];
  unit?: string;
  /** A click on a point opens the rows behind it. */
  onPoint?: (index: number, series: string) => void;
  height?: 'low' | 'usual';
  /** Lines across, each with its short name above. */
  marks?: readonly Mark[];
  /** What stands below, whether it is drawn or a table. */
  foot?: ReactNode;
};

/** A chart with its table behind T; the drawing is fetched when it is first needed. */
export function Chart(props: ChartProps) {
  const { title, finding, height = 'usual', foot } = props;
  const [asTable, setAsTable] = useState(false);
  const swap = () => setAsTable(!asTable);
  useKeys([{ keys: 't', label: text.keyTable, run: swap }]);
  return (
    <Card
      title={title}
      end={<IconButton icon={asTable ? 'analytics' : 'table'} label={asTable ? text.asChart : text.asTable} aria-pressed={asTable} onClick={swap} />}
    >
      {asTable ? (
        <ChartTable {...props} />
      ) : (
        <figure className={`${classes.figure} ${classes[height]}`}>
          <Suspense fallback={<div className={classes.wait} aria-busy="true"><Bar visible className={classes.bar} /></div>}>
            <Drawing {...props} />
          </Suspense>
          <figcaption className="sr">{finding}</figcaption>
        </figure>
      )}
      {foot}
    </Card>
  );
}
