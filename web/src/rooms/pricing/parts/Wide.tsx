import type { ReactNode } from 'react';
import classes from './rules.module.css';

/** A table that may be wider than the phone: it scrolls, and by the keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.wide} tabIndex={0} role="group" aria-label={label}>{children}</div>
  );
}
