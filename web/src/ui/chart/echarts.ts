// ECharts, as little of it as draws lines and bars. A chunk of its own, fetched with the first chart.
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { number } from '../../lib/number.ts';
import type { ChartProps } from './Chart.tsx';
import { colourNames, type Mark } from './series.ts';

register([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

const MARK_PX = 13;

export type Drawn = {
  show: (props: ChartProps, colour: (name: string) => string) => void;
  fit: () => void;
  onClick: (onPoint: ChartProps['onPoint']) => void;
  end: () => void;
};

export function draw(box: HTMLElement): Drawn {
  const chart = init(box, null, { renderer: 'canvas' });
  return {
    show: (props, colour) => chart.setOption(option(props, colour), true),
    fit: () => chart.resize(),
    onClick(onPoint) {
      chart.off('click');
      if (onPoint) chart.on('click', (event) => onPoint(event.dataIndex, event.seriesName ?? ''));
    },
    end: () => chart.dispose(),
  };
}

function option({ kind, points, series, unit = '', marks = [] }: ChartProps, colour: (name: string) => string) {
  const names = colourNames(series);
  const letters = { color: colour('ink-3'), fontFamily: colour('sans'), fontSize: 11 };
  const several = series.length > 1;
  return {
    animation: false,
    // From three series on the eye gets more than colours.
    aria: { enabled: true, decal: { show: series.length > 2 && kind === 'bar' } },
    grid: { left: 8, right: 12, top: several ? 32 : marks.length > 0 ? 8 + MARK_PX * marks.length : 12, bottom: 4, containLabel: true },
    legend: { show: several, top: 0, right: 0, itemWidth: 10, itemHeight: 10, textStyle: { ...letters, color: colour('ink-2') } },
    tooltip: {
      trigger: 'axis',
      // Drawn in the canvas: the page's policy allows no style in markup.
      renderMode: 'richText',
      backgroundColor: colour('raised'),
      borderColor: colour('line-strong'),
      textStyle: { color: colour('ink'), fontFamily: colour('sans'), fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? `${number(value, Number.isInteger(value) ? 0 : 1)} ${unit}` : ''),
    },
    xAxis: { type: 'category', data: [...points], axisLine: { lineStyle: { color: colour('line-strong') } }, axisTick: { show: false }, axisLabel: letters },
    yAxis: { type: 'value', splitNumber: 3, splitLine: { lineStyle: { color: colour('line') } }, axisLabel: { ...letters, formatter: (value: number) => number(value, Number.isInteger(value) ? 0 : 1) } },
    series: series.map((one, index) => {
      const tint = colour(names[index] ?? 'c1');
      const openFrom = one.values.length - (one.open ?? 0);
      return {
        name: one.name,
        type: kind,
        data: one.values.map((value, at) => (kind === 'bar' && at >= openFrom ? { value, itemStyle: { opacity: 0.45 } } : value)),
        color: tint,
        showSymbol: false,
        lineStyle: { width: 1.5, type: index > 1 && !one.compared ? 'dashed' : 'solid' },
        itemStyle: kind === 'bar' ? { borderRadius: [2, 2, 0, 0] } : {},
        ...(kind === 'line' && series.length === 1 && { areaStyle: { opacity: 0.14 } }),
        barMaxWidth: 24,
        ...(index === 0 && marks.length > 0 && { markLine: across(marks, points.length, colour, letters) }),
      };
    }),
  };
}

/** Each name a line higher than the next, and inside the drawing: so that all can be read. */
function across(marks: readonly Mark[], points: number, colour: (name: string) => string, letters: object) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour('ink-3'), type: 'dotted', width: 1 },
    data: marks.map(({ at, name }, index) => ({ xAxis: at, label: { ...letters, formatter: name, position: 'end', distance: 2 + MARK_PX * (marks.length - 1 - index), align: at * 2 > points ? 'right' : 'left' } })),
  };
}
