import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ChartProps } from './Chart.tsx';
import classes from './Chart.module.css';
import { draw, type Drawn } from './echarts.ts';

/** The canvas; read by eye alone, the caption beside it says the finding. */
export default function Drawing(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const scheme = useComputedColorScheme('light');
  const { onPoint } = props;

  useEffect(() => {
    if (!box.current) return;
    drawn.current = draw(box.current);
    const watch = new ResizeObserver(() => drawn.current?.fit());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      drawn.current?.end();
    };
  }, []);
  useEffect(() => {
    // Colours are read from the page, so that a change of scheme is a change of tokens alone.
    drawn.current?.show(props, (name) => colour(box.current, name));
    // oxlint-disable-next-line react/exhaustive-deps -- the scheme is what the colours hang on
  }, [props, scheme]);
  useEffect(() => drawn.current?.onClick(onPoint), [onPoint]);

  return <div ref={box} className={classes.canvas} aria-hidden="true" />;
}

function colour(element: Element | null, name: string): string {
  return element ? getComputedStyle(element).getPropertyValue(`--${name}`).trim() : '';
}
