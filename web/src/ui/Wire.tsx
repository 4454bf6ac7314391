import type { ReactNode } from 'react';
import classes from './Wire.module.css';

/** Both sides of a call, beside each other. */
export function Wire({ children }: { children: ReactNode }) {
  return <div className={classes.sides}>{children}</div>;
}

/** One side, as it went. */
export function WireSide({ title, more, words }: { title: string; more?: ReactNode; words: string }) {
  return (
    <section className={classes.side} aria-label={title}>
      <header><h2>{title}</h2><span>{more}</span></header>
      {/* Longer than its box, it is moved by keys too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{words}</pre>
    </section>
  );
}
