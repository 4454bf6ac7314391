import type { ReactNode } from 'react';
import classes from './PageHead.module.css';

type Props = {
  title: ReactNode;
  /** One line of facts. */
  facts?: ReactNode;
  /** At most one of them filled. */
  actions?: ReactNode;
};

export function PageHead({ title, facts, actions }: Props) {
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <h1><bdi>{title}</bdi></h1>
        {facts && <p className={classes.facts}>{facts}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** Main beside a rail of facts and decisions; the rail moves below where there is no room. */
export function WithRail({ children, rail, label }: { children: ReactNode; rail: ReactNode; label: string }) {
  return (
    <div className={classes.grid}>
      <div className={classes.stack}>{children}</div>
      <aside className={classes.rail} aria-label={label}>{rail}</aside>
    </div>
  );
}

/** Two equal halves. */
export function Halves({ children }: { children: ReactNode }) {
  return <div className={classes.halves}>{children}</div>;
}

/** Cards one below the other. */
export function Stack({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return <div className={`${classes.stack} ${narrow ? classes.narrow : ''}`}>{children}</div>;
}
