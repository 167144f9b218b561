/** Trials of one system's options: how far each came, what it scored, and what the best is worth elsewhere. */
import { intervalChart } from '../charts/rows.ts';
import { trialsChart } from '../charts/trials.ts';
import { type Content, html, type Markup, named } from '../html.ts';
import { chart, panel, type Section, table } from '../sections/section.ts';
import { counted, fixed, signed, whole } from '../words.ts';
import type { OptionsFacts, TrialFacts } from './facts.ts';

/** Rows of the chart of intervals; the table has all trials. */
const mostRows = 30;

export const optionsSection = (facts: OptionsFacts, place: number): Section => ({
  id: `options-${place + 1}`,
  title: `Options of ${facts.system}`,
  body: html`<p class="lead">${verdict(facts)}</p>
${luckNote(facts)}<div class="panels">${[halvingPanel(facts), scoresPanel(facts), worthPanel(facts)]}</div>
${trialsTable(facts)}`,
});

const verdict = ({ found, dialogues }: OptionsFacts): string => {
  if (!found) return 'No trial could be tried.';
  const { mean, low, high } = found.held;
  const gain = `${signed(mean)} points (95\u00a0% interval ${signed(low)} to ${signed(high)}) on ${counted(dialogues.held_out, 'dialogue')} that the search did not see`;
  if (!found.takes) return `Kept: the config’s own options. The best trial: ${gain}.`;
  return found.claims_gain
    ? `Trial ${found.trial} gains over the config’s own options: ${gain}.`
    : `Trial ${found.trial} is proposed, but no gain is shown for certain: ${gain}.`;
};

const luckNote = ({ luck, dialogues }: OptionsFacts): Markup | false =>
  luck.isGreat &&
  html`<ul class="warnings"><li>${whole(luck.trials)} trials are many for ${counted(dialogues.search, 'dialogue')}: the best of so many that are all as good as the config’s own would look about ${fixed(luck.expected, 2)} points better by luck.</li></ul>
`;

const last = ({ rungs }: TrialFacts) => rungs.at(-1);

/** Those that came furthest first, the better ones first among them. */
const ranked = ({ trials }: OptionsFacts): readonly TrialFacts[] =>
  trials
    .filter((trial) => trial.refused === undefined && trial.rungs.length > 0)
    .toSorted(
      (a, b) =>
        last(b)!.dialogues - last(a)!.dialogues || last(b)!.score - last(a)!.score || a.trial - b.trial,
    );

const nameOf = ({ trial }: TrialFacts): string => (trial === 0 ? 'configured' : `trial ${trial}`);

const halvingPanel = (facts: OptionsFacts): Markup | false => {
  const tried = ranked(facts).toSorted((a, b) => a.trial - b.trial);
  if (tried.length < 2) return false;
  const lines = tried.map((trial) => ({
    kind: kindOf(trial, facts),
    steps: trial.rungs.map(({ dialogues, score, low, high }) => ({ at: dialogues, value: score, low, high })),
  }));
  return panel(
    'Successive halving',
    chart(trialsChart('Score of every trial by the number of dialogues that it was tried on', lines)),
    'Every trial costs an answer a dialogue, and the better half of each round goes on. Coloured: the best trial. Dashed: the config’s own options. Bars are 95\u00a0% intervals over dialogues.',
  );
};

const kindOf = ({ trial }: TrialFacts, { found }: OptionsFacts): 'best' | 'configured' | 'other' => {
  if (trial === 0) return 'configured';
  return trial === found?.trial ? 'best' : 'other';
};

const scoresPanel = (facts: OptionsFacts): Markup | false => {
  const rows = ranked(facts)
    .slice(0, mostRows)
    .map((trial) => {
      const { dialogues, score, low, high } = last(trial)!;
      const isMain = trial.trial === facts.found?.trial;
      return {
        name: nameOf(trial),
        value: score,
        low,
        high,
        shown: `${fixed(score, 2)} · ${dialogues}`,
        isMain,
      };
    });
  if (rows.length === 0) return false;
  return panel(
    'Scores',
    chart(intervalChart('Score of every trial with its 95\u00a0% interval', 'score', rows)),
    'Score and number of dialogues, those that came furthest first. Compare trials of the same number only. The best of many looks better than it is.',
  );
};

const worthPanel = ({ found, dialogues }: OptionsFacts): Markup | false => {
  if (!found) return false;
  const rows = [
    { name: `searched on, ${dialogues.search}`, ...found.searched },
    { name: `held out, ${dialogues.held_out}`, ...found.held, isMain: true },
  ].map(({ mean, ...row }) => ({ ...row, value: mean, shown: signed(mean) }));
  return panel(
    'What the best trial is worth',
    chart(
      intervalChart('Gain of the best trial over the config’s own options', 'points gained', rows, {
        zero: true,
      }),
    ),
    'Points over the config’s own options, with 95\u00a0% intervals. Only dialogues that the search did not see tell the truth.',
  );
};

const trialsTable = (facts: OptionsFacts): Markup => {
  const refused = facts.trials.filter(({ refused }) => refused !== undefined);
  return table(
    `Trials of ${facts.system}`,
    [
      { head: 'trial' },
      { head: 'options' },
      { head: 'dialogues', isNumber: true },
      { head: 'score', isNumber: true },
      { head: '95\u00a0% interval', isNumber: true },
      { head: 'failed', isNumber: true },
    ],
    [
      ...ranked(facts).map((trial) => {
        const { dialogues, score, low, high } = last(trial)!;
        return {
          cells: [
            nameOf(trial),
            optionsText(trial),
            whole(dialogues),
            fixed(score, 2),
            `${fixed(low, 2)} … ${fixed(high, 2)}`,
            whole(trial.failed),
          ],
          isMain: trial.trial === facts.found?.trial,
        };
      }),
      ...refused.map((trial) => ({
        cells: [nameOf(trial), html`${optionsText(trial)}: ${named(trial.refused!)}`, '–', '–', '–', '–'],
      })),
    ],
  );
};

const optionsText = ({ options }: TrialFacts): Content => {
  const all = Object.entries(options);
  if (all.length === 0) return 'as configured';
  return all.map(
    ([name, value], place) => html`${place > 0 && ', '}<code>${name}</code> ${named(String(value))}`,
  );
};
