import { useEffect, useRef } from 'react';
import classes from './Tick.module.css';

type Props = { label: string; checked: boolean; some?: boolean; disabled?: boolean; onChange: (range: boolean) => void };

/** A box to tick, named for those who do not see its row. `range`: the shift key was held. */
export function Tick({ label, checked, some = false, disabled = false, onChange }: Props) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = some;
  }, [some]);
  return (
    <input
      ref={ref}
      type="checkbox"
      className={classes.tick}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      tabIndex={-1}
      onChange={(event) => onChange((event.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}
