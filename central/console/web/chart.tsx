import { useEffect, useRef } from 'react';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, LegendComponent, CanvasRenderer]);

interface ChartProps {
  readonly kind: 'places' | 'items';
  /** What it shows, in words. */
  readonly label: string;
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** A bar chart on a canvas, in sea and roof, with its figures at the bars; the table below it says the same. */
export function Chart({ kind, label, categories, series }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const shown = JSON.stringify({ categories, series });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'canvas' });
    chart.setOption(optionOf(JSON.parse(shown) as Pick<ChartProps, 'categories' | 'series'>, element));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [shown]);
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the chart draws into this element
  return <div ref={place} className={`chart chart-${kind}`} role="img" aria-label={label} />;
}

function optionOf({ categories, series }: Pick<ChartProps, 'categories' | 'series'>, element: HTMLElement): EChartsCoreOption {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const text = { color: colour('--ink-soft'), fontFamily: style.fontFamily, fontSize: 17 };
  const colours = [colour('--structure-bright'), colour('--next')];
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 48, top: series.length > 1 ? 44 : 8, bottom: 8, containLabel: true },
    ...(series.length > 1 && { legend: { top: 0, textStyle: text, itemWidth: 22, itemHeight: 14 } }),
    xAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colour('--line') } } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...categories],
      axisTick: { show: false },
      axisLabel: {
        ...text,
        color: colour('--ink'),
        // Long names take two lines; short ones no more room than they need.
        ...(categories.some(({ length }) => length > 8) && { width: 250, overflow: 'break' as const, lineHeight: 18 }),
      },
    },
    series: series.map(({ name, values }, index) => ({
      name,
      type: 'bar',
      data: [...values],
      barMaxWidth: 22,
      itemStyle: { color: colours[index % colours.length], borderRadius: [0, 4, 4, 0], ...(index > 0 && { decal: {} }) },
      label: { show: true, position: 'right', ...text },
    })),
  };
}
