import { type ReactNode, useRef } from 'react';
import { useKeys } from '../../../lib/keys.ts';
import { Stack } from '../../../ui/PageHead.tsx';
import { text as table } from '../../../ui/table/text.ts';
import type { Rows } from '../../../ui/table/useRows.ts';
import type { Notice } from '../api.ts';
import { text } from '../text.ts';
import classes from './Feed.module.css';

/** Holds new notices back while somebody points or types in the list; J and K walk it. */
export function Feed({ rows, children }: { rows: Rows<Notice>; children: ReactNode }) {
  const ref = useRef<HTMLElement>(null);

  function walk(step: number): void {
    const all = [...(ref.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = all.findIndex((one) => one === document.activeElement);
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  }
  useKeys([
    { keys: 'j', label: table.keyNext, run: () => walk(1) },
    { keys: 'k', label: table.keyBefore, run: () => walk(-1) },
  ]);

  return (
    // What is heard here changes nothing but what waits.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={ref}
      aria-label={text.list}
      className={classes.feed}
      onPointerEnter={() => rows.hold(true)}
      onPointerLeave={() => rows.hold(false)}
      onFocus={() => rows.hold(true)}
      onBlur={() => rows.hold(false)}
    >
      {rows.fresh > 0 && <button type="button" className={classes.fresh} onClick={rows.showFresh}>{table.fresh(rows.fresh)}</button>}
      <Stack>{children}</Stack>
    </section>
  );
}
