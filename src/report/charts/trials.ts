/** Trials of a search by successive halving: what each scored, by the dialogues that it had seen. */
import { axisX, axisY, dot, gridY, line, ruleX } from '@observablehq/plot';
import type { Markup } from '../html.ts';
import { chartWidth, drawChart } from './draw.ts';

/** `best`: the trial that came first; `configured`: what the config says. */
export interface TrialLine {
  readonly kind: 'best' | 'configured' | 'other';
  readonly steps: readonly {
    readonly at: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const strokes = { best: 'var(--accent)', configured: 'var(--text)', other: 'var(--bar)' } as const;

/** Share of a doubling over which trials are spread, so that intervals over the same dialogues stand side by side. */
const spread = 0.4;

/** Intervals stand where a trial ended; the two that are compared have them all along. The axis doubles, as the rungs do. */
export const trialsChart = (title: string, trials: readonly TrialLine[]): Markup => {
  const placed = trials.map((trial, place) => ({
    ...trial,
    steps: trial.steps.map((step) => ({
      ...step,
      x: step.at * 2 ** (spread * ((place + 0.5) / trials.length - 0.5)),
    })),
  }));
  const sizes = [...new Set(trials.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
  const edge = 2 ** (spread / 2 + 0.1);
  const of = (kind: TrialLine['kind']) => placed.filter((trial) => trial.kind === kind);
  const marksOf = (kind: TrialLine['kind']) => {
    const own = of(kind);
    const points = own.flatMap(({ steps }, trial) => steps.map((step) => ({ ...step, trial })));
    const stroke = strokes[kind];
    const isOther = kind === 'other';
    return [
      line(points, {
        x: 'x',
        y: 'value',
        z: 'trial',
        stroke,
        strokeWidth: isOther ? 1 : 2,
        strokeOpacity: isOther ? 0.6 : 1,
        ...(kind === 'configured' ? { strokeDasharray: '4 3' } : {}),
      }),
      ruleX(isOther ? own.flatMap(({ steps }) => steps.slice(-1)) : points, {
        x: 'x',
        y1: 'low',
        y2: 'high',
        stroke,
        strokeWidth: isOther ? 1 : 2,
        strokeOpacity: isOther ? 0.5 : 0.7,
      }),
      dot(points, { x: 'x', y: 'value', fill: stroke, r: isOther ? 2 : 3.5 }),
    ];
  };
  return drawChart(title, {
    width: chartWidth,
    height: 300,
    marginLeft: 48,
    marginTop: 26,
    marginBottom: 40,
    x: {
      type: 'log',
      base: 2,
      domain: [sizes[0]! / edge, sizes.at(-1)! * edge],
      label: 'dialogues seen',
    },
    y: { label: 'score', nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      // texts of one's own: a logarithmic axis drops labels that stand close
      axisX(sizes, {
        tickSize: 0,
        text: (size: number) => `${size}`,
        labelArrow: 'none',
        labelAnchor: 'center',
      }),
      axisY({ ticks: 5, tickSize: 0, labelArrow: 'none' }),
      ...marksOf('other'),
      ...marksOf('configured'),
      ...marksOf('best'),
    ],
  });
};
