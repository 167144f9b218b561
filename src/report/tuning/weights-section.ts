/** Weights of fusion: how the search went, and what its result is worth on dialogues that it did not see. */
import { intervalChart } from '../charts/rows.ts';
import { searchChart } from '../charts/search.ts';
import { html, type Markup } from '../html.ts';
import { chart, panel, type Section, table } from '../sections/section.ts';
import { counted, fixed, signed, whole } from '../words.ts';
import type { WeightsFacts } from './facts.ts';

/** Rows of the table of what was tried. */
const mostRows = 20;

export const weightsSection = (facts: WeightsFacts): Section => ({
  id: 'fusion',
  title: 'Weights of fusion',
  body:
    facts.search.cost === 0
      ? html`<p class="lead">The same candidate of every dialogue wins under all weights.</p>`
      : html`<p class="lead">${verdict(facts)}</p>
<div class="panels">${[searchPanel(facts), worthPanel(facts)]}</div>
${triedTable(facts)}`,
});

const verdict = ({ keeps, auto, dialogues }: WeightsFacts): string => {
  const { mean, low, high } = auto.gain;
  const gain = `${signed(mean)} points (95\u00a0% interval ${signed(low)} to ${signed(high)}), out of fold on ${counted(dialogues, 'dialogue')}`;
  return keeps
    ? `Kept: the configured fusion. Choosing between it and what was found: ${gain}.`
    : `The weights found are proposed. Choosing between them and the configured fusion: ${gain}.`;
};

const searchPanel = ({ search: { tried }, configured, columns }: WeightsFacts): Markup => {
  const own = tried.find(
    ({ method, weights }) =>
      method === configured.method &&
      weights.every((weight, column) => same(weight, configured.weights[columns[column]!] ?? 0)),
  );
  return panel(
    'The search',
    chart(
      searchChart(
        'Score of every fusion that was tried, in order, and the best so far',
        tried.map(({ method, score }) => ({ part: method, value: score })),
        own?.score,
      ),
    ),
    `${whole(tried.length)} weights, method by method, on all labelled dialogues. Coloured: the best so far.${own ? ' Dashed: what is configured.' : ''} These are the dialogues that were searched on, so the best looks better than it is.`,
  );
};

const same = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

const worthPanel = ({ found, alone, auto }: WeightsFacts): Markup => {
  const rows = [
    { name: 'found', gain: found.gain, isMain: true },
    ...alone.map(({ column, gain }) => ({ name: `${column} alone`, gain, isMain: false })),
    { name: 'chosen', gain: auto.gain, isMain: false },
  ].map(({ name, gain: { mean, low, high }, isMain }) => ({
    name,
    value: mean,
    low,
    high,
    shown: signed(mean),
    isMain,
  }));
  return panel(
    'What the weights are worth',
    chart(
      intervalChart('Gain over the configured fusion, with 95\u00a0% intervals', 'points gained', rows, {
        zero: true,
      }),
    ),
    'Points over the configured fusion, out of fold, with 95\u00a0% intervals. Chosen: what training folds made of the choice between found and configured.',
  );
};

const triedTable = ({ columns, search: { tried } }: WeightsFacts): Markup => {
  const best = tried.toSorted((a, b) => b.score - a.score).slice(0, mostRows);
  return table(
    'The best of what was tried',
    [
      { head: 'method' },
      ...columns.map((head) => ({ head, isNumber: true })),
      { head: 'score searched on', isNumber: true },
    ],
    best.map(({ method, weights, score }, place) => ({
      cells: [method, ...weights.map((weight) => fixed(weight, 1)), fixed(score, 2)],
      isMain: place === 0,
    })),
  );
};
