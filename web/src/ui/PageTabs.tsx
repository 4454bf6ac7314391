import { type ReactNode, useEffect, useRef } from 'react';
import { useMay } from '../lib/me.ts';
import { Link } from './Link.tsx';
import classes from './PageTabs.module.css';

export type PageTab = { to: string; label: ReactNode; needs?: string };

/** The screens about one thing; what may not be opened is absent. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  const may = useMay();
  const ref = useRef<HTMLElement>(null);
  // On a phone they scroll sideways: the one that is open is in sight.
  useEffect(() => {
    // What it gives back is no clean-up: newer browsers give a promise.
    ref.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, []);
  return (
    <nav ref={ref} className={classes.tabs} aria-label={label}>
      {tabs.filter((tab) => may(tab.needs)).map((tab) => <Link key={tab.to} to={tab.to} exact>{tab.label}</Link>)}
    </nav>
  );
}
