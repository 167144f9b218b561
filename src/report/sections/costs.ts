/** Where the time and the money went. */
import { barChart } from '../charts/rows.ts';
import { answersOf, type ReportFacts } from '../facts.ts';
import { html, type Markup, named } from '../html.ts';
import { duration, whole } from '../words.ts';
import { chart, panel, type Section, table } from './section.ts';

export const costsSection = (facts: ReportFacts): Section => ({
  id: 'costs',
  title: 'Cost and time',
  body: html`<div class="panels">${[timePanel(facts), answersPanel(facts)]}</div>`,
});

const stages: Readonly<Record<string, string>> = {
  learn: 'learn from labels',
  generate: 'generate',
  score: 'score candidates',
  survey: 'survey',
  merge: 'write merged texts',
  decide: 'decide and write',
};

/** Where all systems are read from files, nobody generates: the stage does nothing, and is not told. */
const timePanel = ({ seconds, generated }: ReportFacts): Markup =>
  panel(
    'Time by stage',
    chart(
      barChart(
        'Seconds of every stage',
        'seconds',
        Object.entries(seconds)
          .filter(([stage]) => stage !== 'generate' || generated.length > 0)
          .map(([stage, value]) => ({
            name: stages[stage] ?? stage,
            value,
            shown: duration(value),
          })),
      ),
    ),
  );

const answersPanel = (facts: ReportFacts): Markup | false => {
  const answers = answersOf(facts);
  if (answers.length === 0) return false;
  const numbers = ['stored', 'new', 'failed', 'tokens in', 'tokens out', 'USD'];
  const known = (value: number | null | undefined): string =>
    typeof value === 'number' ? whole(value) : '–';
  return panel(
    'Answers that were asked for',
    table(
      'Answers that were asked for',
      [{ head: 'of' }, ...numbers.map((head) => ({ head, isNumber: true }))],
      answers.map(({ id, found, made, quarantined, report }) => ({
        cells: [
          named(id),
          whole(found),
          whole(made),
          whole(quarantined),
          known(report?.input_tokens),
          known(report?.output_tokens),
          typeof report?.cost_usd === 'number' ? report.cost_usd.toFixed(4) : '–',
        ],
      })),
    ),
    'Answers that were in the store cost nothing again.',
  );
};
