/** What was learned from labelled dialogues, and what that is worth. */
import { curve } from '../charts/curve.ts';
import { barChart, intervalChart } from '../charts/rows.ts';
import { type Content, html, type Markup } from '../html.ts';
import type { LearnedFacts } from '../learned-facts.ts';
import { counted, fixed, signed, whole } from '../words.ts';
import { chart, panel, type Section } from './section.ts';

const mostRows = 40;
const mostFeatures = 15;

export const learningSection = (learned: LearnedFacts): Section => ({
  id: 'learning',
  title: 'What was learned',
  body: html`<p class="lead">${withCode(learned.summary)}</p>
<div class="panels">${[
    ladderPanel(learned),
    curvePanel(learned),
    weightsPanel(learned),
    featuresPanel(learned),
    worthPanel(learned),
  ]}</div>`,
});

/** Words between backticks are names of the config. */
const withCode = (text: string): Content[] =>
  text.split('`').map((piece, place) => (place % 2 === 1 ? html`<code>${piece}</code>` : piece));

const ladderPanel = ({ ladder, chosen, best_single: best, dialogues }: LearnedFacts): Markup | false => {
  if (ladder.length === 0) return false;
  const rows = ladder.map(({ rung, gain: { mean, low, high } }) => ({
    name: rung,
    value: mean,
    low,
    high,
    shown: signed(mean),
    isMain: rung === chosen,
  }));
  return panel(
    'Ways to choose',
    chart(
      intervalChart('Gain of every way to choose, with 95\u00a0% intervals', 'points gained', rows, {
        zero: true,
      }),
    ),
    html`Points over the best single system of the training folds, out of fold on ${counted(dialogues, 'labelled dialogue')}, with 95\u00a0% intervals. Chosen: ${chosen}. Best single system: <bdi>${best}</bdi>.`,
  );
};

const curvePanel = ({ training, chosen }: LearnedFacts): Markup | false => {
  const points = (training?.curve ?? []).flatMap(({ dialogues, rungs }) =>
    rungs
      .filter(({ rung }) => rung === chosen)
      .map(({ gain: { mean, low, high } }) => ({ at: dialogues, value: mean, low, high })),
  );
  if (points.length < 2) return false;
  return panel(
    'Learning curve',
    chart(
      curve(
        'Gain by the number of labelled dialogues',
        { x: 'labelled dialogues', y: 'points gained' },
        points,
        {
          zero: true,
        },
      ),
    ),
    html`What ${chosen} gains with fewer labels. Where the curve still rises, more labels would help.`,
  );
};

/** What the learned score goes by, where it is what chooses. */
const featuresPanel = ({ model, chosen }: LearnedFacts): Markup | false => {
  if (!model || !chosen.startsWith('pairwise')) return false;
  const rows = [...model.features]
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, mostFeatures)
    .map(({ name, weight }) => ({ name, value: weight, shown: signed(weight, 3) }));
  if (rows.length === 0) return false;
  return panel(
    'Weights of features',
    chart(barChart('The strongest weights of the learned score', 'weight', rows)),
    `The strongest of ${whole(model.features.length)}: how far one deviation of a feature moves the score of a candidate, up or down.`,
  );
};

const worthPanel = ({ training }: LearnedFacts): Markup | false => {
  const rows = (training?.systems ?? []).flatMap(({ id, adds }) =>
    adds ? [{ name: id, value: adds.mean, low: adds.low, high: adds.high, shown: signed(adds.mean) }] : [],
  );
  if (rows.length === 0) return false;
  return panel(
    'Worth of systems',
    chart(
      intervalChart(
        'Points that the chosen way loses without each system',
        'points',
        rows.slice(0, mostRows),
        {
          zero: true,
        },
      ),
    ),
    'Points that the chosen way loses without a system, out of fold, with 95\u00a0% intervals.',
  );
};

const weightsPanel = ({ systems }: LearnedFacts): Markup | false => {
  if (systems.length === 0) return false;
  const rows = [...systems]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostRows)
    .map(({ id, weight, skill }) => ({
      name: id,
      value: weight,
      shown: `${fixed(weight, 2)} · ${skill === null ? 'unknown' : fixed(skill, 3)}`,
    }));
  return panel(
    'Skills and weights',
    chart(barChart('Weight of every system’s vote where skills weigh', 'weight of a vote', rows)),
    'Weight of a vote where skills weigh, and the skill behind it: the mean labelled score, 0–1.',
  );
};
