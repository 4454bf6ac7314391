import { useMemo } from 'react';
import { outline, qr } from '../qr.ts';
import classes from './account.module.css';

export function QrCode({ words, label }: { words: string; label: string }) {
  const { size, path } = useMemo(() => {
    const grid = qr(words);
    return { size: grid.length + 8, path: outline(grid) };
  }, [words]);
  return (
    <svg className={classes.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect className={classes.paper} width={size} height={size} />
      <path className={classes.ink} d={path} />
    </svg>
  );
}
