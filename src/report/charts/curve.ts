/** A quantity against a number of dialogues, with its interval. */
import { areaY, axisX, axisY, dot, gridY, line, ruleY } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { chartWidth, drawChart } from './draw.ts';

export interface CurvePoint {
  readonly at: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** `zero` draws the line above which there is a gain. */
export const curve = (
  title: string,
  axes: { readonly x: string; readonly y: string },
  points: readonly CurvePoint[],
  { zero = false } = {},
): Markup =>
  drawChart(title, {
    width: chartWidth,
    height: 240,
    marginLeft: 48,
    marginTop: 26,
    marginBottom: 40,
    x: { label: axes.x },
    y: { label: axes.y, nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({ ticks: 6, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' }),
      axisY({ ticks: 5, tickSize: 0, labelArrow: 'none' }),
      ...(zero ? [ruleY([0], { stroke: 'var(--muted)' })] : []),
      areaY(points, { x: 'at', y1: 'low', y2: 'high', fill: 'var(--accent)', fillOpacity: 0.15 }),
      line(points, { x: 'at', y: 'value', stroke: 'var(--accent)', strokeWidth: 2 }),
      dot(points, { x: 'at', y: 'value', fill: 'var(--accent)', r: 3.5 }),
    ],
  });
