import { useLayoutEffect, useRef } from 'react';
import classes from './Meter.module.css';

type Props = { value: number; label: string; tone?: 'accent' | 'ok' | 'warn' };

/** A share from 0 to 1 as one bar. */
export function Meter({ value, label, tone = 'accent' }: Props) {
  const bar = useRef<HTMLElement>(null);
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  useLayoutEffect(() => bar.current?.style.setProperty('width', `${percent}%`), [percent]);
  return (
    <span className={`${classes.meter} ${classes[tone]}`} role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i ref={bar} />
    </span>
  );
}
