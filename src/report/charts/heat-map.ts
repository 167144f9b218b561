/** Likeness of every pair of systems, as a square of cells; the colour is one hue in many strengths, for both themes. */
import { axisX, axisY, cell, text } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { axisName, drawChart, marginFor } from './draw.ts';

/** Width that the map keeps to, as long as its cells can be told apart. */
const widest = 560;
const largestCell = 40;
const smallestCell = 12;

/** From this size on a cell shows its number. */
const numberedCell = 30;

/** How strong the least alike pair is coloured; the most alike has the full colour. */
const weakest = 0.1;

/** `value(a, b)` is null where there is nothing to show. */
export const heatMap = (
  title: string,
  names: readonly string[],
  value: (a: number, b: number) => number | null,
): Markup => {
  const pairs = names.flatMap((_, a) =>
    names.flatMap((_, b) => {
      const likeness = value(a, b);
      return likeness === null ? [] : [{ a, b, likeness }];
    }),
  );
  const low = Math.min(...pairs.map(({ likeness }) => likeness));
  const high = Math.max(...pairs.map(({ likeness }) => likeness));
  const strength = (likeness: number): number =>
    high > low ? weakest + ((1 - weakest) * (likeness - low)) / (high - low) : weakest;
  const marginLeft = marginFor(names) + 24;
  const fitting = Math.floor((widest - marginLeft) / names.length);
  const side = Math.max(smallestCell, Math.min(largestCell, fitting));
  const isNumbered = side >= numberedCell;
  return drawChart(title, {
    width: marginLeft + names.length * side + 8,
    height: 26 + names.length * side + 8,
    marginLeft,
    marginTop: 26,
    marginRight: 8,
    marginBottom: 8,
    x: { domain: [...names.keys()], padding: 0.06 },
    y: { domain: [...names.keys()], padding: 0.06 },
    marks: [
      axisX({ anchor: 'top', tickSize: 0, label: null, tickFormat: (place: number) => `${place + 1}` }),
      axisY({
        tickSize: 0,
        label: null,
        tickFormat: (place: number) => `${axisName(names[place]!)}  ${place + 1}`,
      }),
      cell(pairs, {
        x: 'b',
        y: 'a',
        fill: 'var(--accent)',
        fillOpacity: { value: ({ likeness }) => strength(likeness), scale: null },
        rx: 3,
      }),
      ...(isNumbered
        ? [
            text(pairs, {
              x: 'b',
              y: 'a',
              text: ({ likeness }) => likeness.toFixed(2),
              fill: ({ likeness }) => (strength(likeness) > 0.55 ? 'var(--on-accent)' : 'var(--text)'),
            }),
          ]
        : []),
    ],
  });
};
