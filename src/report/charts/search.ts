/** A search in the order in which it went: the score of everything it tried, and the best so far. */
import { axisX, axisY, dot, gridY, line, ruleX, ruleY, text } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { axisName, chartWidth, drawChart } from './draw.ts';

/** Something that was tried, in one of the parts that the search goes through one after the other. */
export interface SearchStep {
  readonly part: string;
  readonly value: number;
}

/** `mark`: a value to compare with, a dashed line. */
export const searchChart = (
  title: string,
  steps: readonly SearchStep[],
  mark: number | undefined,
): Markup => {
  let best = Number.NEGATIVE_INFINITY;
  const points = steps.map(({ part, value }, place) => {
    best = Math.max(best, value);
    return { part, value, best, at: place + 1 };
  });
  const top = points.find(({ value }) => value === best);
  const starts = points.filter(({ part }, place) => part !== points[place - 1]?.part);
  return drawChart(title, {
    width: chartWidth,
    height: 260,
    marginLeft: 48,
    marginTop: 34,
    marginRight: 14,
    marginBottom: 40,
    x: { label: 'tried, in order', domain: [0.5, points.length + 0.5] },
    y: { label: 'score', nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({ ticks: 6, tickSize: 0, labelArrow: 'none', labelAnchor: 'center', tickFormat: 'd' }),
      axisY({ ticks: 5, tickSize: 0, labelArrow: 'none' }),
      ruleX(starts.slice(1), { x: ({ at }) => at - 0.5, stroke: 'var(--line)' }),
      text(starts, {
        x: ({ at }) => at - 0.5,
        text: ({ part }) => axisName(part),
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 3,
        dy: -14,
        fill: 'var(--muted)',
      }),
      ...(mark === undefined ? [] : [ruleY([mark], { stroke: 'var(--text)', strokeDasharray: '4 3' })]),
      dot(points, { x: 'at', y: 'value', fill: 'var(--bar)', r: 2.5 }),
      line(points, { x: 'at', y: 'best', stroke: 'var(--accent)', strokeWidth: 2, curve: 'step-after' }),
      ...(top ? [dot([top], { x: 'at', y: 'value', fill: 'var(--accent)', r: 4.5 })] : []),
    ],
  });
};
