import { catalogue } from '../lib/catalogue.ts';
import { useLater } from '../lib/useLater.ts';
import { Bar } from './Bar.tsx';
import classes from './Loading.module.css';

const text = catalogue({ en: { loading: 'Loading' }, id: { loading: 'Memuat' } });

export const BARS_AFTER_MS = 300;

/** Nothing for the first moment, then bars in the shape of what comes. */
export function Loading({ label, rows = 5 }: { label?: string; rows?: number }) {
  const visible = useLater(BARS_AFTER_MS);
  return (
    <div className={classes.rows} role="status" aria-label={label ?? text.loading}>
      {Array.from({ length: rows }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows that are all alike
        <div key={index} className={classes.row}>
          <Bar visible={visible} className={classes.box} />
          <Bar visible={visible} className={classes[`w${index % 3}`]} />
          <Bar visible={visible} className={classes.end} />
        </div>
      ))}
    </div>
  );
}
