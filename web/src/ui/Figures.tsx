import type { ReactNode } from 'react';
import { Bar } from './Bar.tsx';
import classes from './Figures.module.css';
import { Link } from './Link.tsx';

export type Figure = {
  name: string;
  /** Undefined while it is not known. */
  value: ReactNode | undefined;
  /** Beside it, quieter: of how many, compared with what. */
  more?: ReactNode;
  /** Where the rows or events stand that made it; `why` says so to those who listen. */
  to?: string;
  why?: string;
};

/** One strip ruled like a ledger, at most five; every number opens its events. */
export function Figures({ label, figures, small = false, bars = true }: { label: string; figures: readonly Figure[]; small?: boolean; bars?: boolean }) {
  return (
    <section className="card" aria-label={label}>
      <dl className={`${classes.strip} ${small ? classes.small : ''}`}>
        {figures.slice(0, 5).map((figure) => (
          <div key={figure.name} className={classes.figure}>
            <dt>{figure.name}</dt>
            <dd>
              <Value {...figure} bars={bars} />
              {figure.more !== undefined && <span className={classes.more}>{figure.more}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ value, to, why, bars }: Figure & { bars: boolean }) {
  if (value === undefined) return <Bar visible={bars} className={classes.bar} />;
  if (to === undefined) return <span className={classes.value}>{value}</span>;
  return <Link to={to} className={`${classes.value} why`} title={why}>{value}</Link>;
}
