/** Charts with a row a name: means with intervals, ranges, bars. */
import { axisX, axisY, barX, dot, gridX, ruleX, ruleY, text } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { axisName, chartWidth, drawChart, marginFor } from './draw.ts';

/** A row that others are compared with stands out. */
export interface ChartRow {
  readonly name: string;
  readonly value: number;
  /** At the right end of the row. */
  readonly shown: string;
  readonly isMain?: boolean;
}

export interface IntervalRow extends ChartRow {
  readonly low: number;
  readonly high: number;
  /** A wider range around it, such as 10 to 90 %. */
  readonly outer?: readonly [number, number];
}

const rowHeight = 26;
const colour = ({ isMain }: ChartRow): string => (isMain ? 'var(--accent)' : 'var(--bar)');
const place = (_: unknown, index: number): number => index;

const frame = (rows: readonly ChartRow[], label: string) => {
  const names = rows.map(({ name }) => name);
  return {
    width: chartWidth,
    height: rows.length * rowHeight + 46,
    marginLeft: marginFor(names),
    marginRight: 14 + 7 * Math.max(...rows.map(({ shown }) => shown.length)),
    marginTop: 8,
    marginBottom: 38,
    x: { label, nice: true },
    y: { domain: [...rows.keys()], type: 'band' as const, label: null, padding: 0.35 },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisX({ ticks: 5, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' as const }),
      axisY({ tickSize: 0, tickFormat: (row: number) => axisName(names[row]!), fontWeight: 'normal' }),
      text(rows, {
        y: place,
        text: 'shown',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        fill: (row: ChartRow) => (row.isMain ? 'var(--accent)' : 'var(--text)'),
      }),
    ],
  };
};

/** Dots with their intervals; `zero` draws the line that an interval must not cross. */
export const intervalChart = (
  title: string,
  axis: string,
  rows: readonly IntervalRow[],
  { zero = false } = {},
): Markup => {
  const base = frame(rows, axis);
  const outer = rows.flatMap((row, index) =>
    row.outer ? [{ y: index, low: row.outer[0], high: row.outer[1], row }] : [],
  );
  return drawChart(title, {
    ...base,
    y: { ...base.y, type: 'point', padding: 0.5 },
    marks: [
      ...base.marks,
      ...(zero ? [ruleX([0], { stroke: 'var(--muted)' })] : []),
      ruleY(outer, { y: 'y', x1: 'low', x2: 'high', stroke: ({ row }) => colour(row), strokeOpacity: 0.55 }),
      ruleY(rows, {
        y: place,
        x1: 'low',
        x2: 'high',
        stroke: colour,
        strokeWidth: outer.length > 0 ? 6 : 2.5,
        strokeOpacity: outer.length > 0 ? 0.45 : 0.8,
      }),
      dot(rows, { x: 'value', y: place, fill: colour, r: 4.5, stroke: 'var(--surface)', strokeWidth: 1.5 }),
    ],
  });
};

/** Bars from 0. */
export const barChart = (title: string, axis: string, rows: readonly ChartRow[]): Markup => {
  const base = frame(rows, axis);
  return drawChart(title, {
    ...base,
    x: { ...base.x, zero: true },
    marks: [...base.marks, barX(rows, { x: 'value', y: place, fill: colour, rx: 2 })],
  });
};
