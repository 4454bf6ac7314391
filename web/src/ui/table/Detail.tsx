import { type ReactNode, useEffect, useRef } from 'react';
import classes from './DataTable.module.css';

type Props = {
  columns: number;
  /** Told how high it is, and 0 when it goes: the list is virtual and must know. */
  onSize: (height: number) => void;
  children: ReactNode;
};

/** What belongs to the row above, open in place. It is as wide as what one sees of the list. */
export function Detail({ columns, onSize, children }: Props) {
  const ref = useRef<HTMLTableRowElement>(null);
  const tell = useRef(onSize);
  useEffect(() => {
    tell.current = onSize;
  });
  useEffect(() => {
    const row = ref.current;
    if (!row) return;
    const observer = new ResizeObserver(() => tell.current(row.offsetHeight));
    observer.observe(row);
    return () => {
      observer.disconnect();
      tell.current(0);
    };
  }, []);
  return (
    <tr ref={ref} className={classes.detail}>
      <td colSpan={columns}>
        <div className={classes.inner}>{children}</div>
      </td>
    </tr>
  );
}
