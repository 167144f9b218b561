/** How values are spread. */
import { axisX, axisY, binX, gridY, type RectYOptions, rectY, ruleX, ruleY } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { chartWidth, drawChart } from './draw.ts';

type Column = ArrayLike<number> & Iterable<number>;

/** Values, with the number of times that each occurs. */
export interface Weighted {
  readonly values: Column;
  readonly times: Column;
}

/** Bars over ranges of `values`; a dashed line at `middle`. */
export const histogram = (title: string, axis: string, { values, times }: Weighted, middle: number): Markup =>
  drawChart(title, {
    width: chartWidth,
    height: 220,
    marginLeft: 48,
    marginRight: 14,
    marginTop: 14,
    marginBottom: 40,
    x: { label: axis, nice: true },
    y: { label: 'dialogues' },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisX({ ticks: 6, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' }),
      axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: 'd' }),
      rectY(
        { length: values.length },
        binX<RectYOptions>({ y: 'sum' }, { x: values, y: times, thresholds: 28, fill: 'var(--bar)' }),
      ),
      ruleY([0], { stroke: 'var(--muted)' }),
      ruleX([middle], { stroke: 'var(--accent)', strokeWidth: 1.5, strokeDasharray: '4 3' }),
    ],
  });
