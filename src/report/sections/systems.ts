/** Who took part, who won, and who scored what. */
import { barChart, type ChartRow, intervalChart } from '../charts/rows.ts';
import type { ReportFacts, SystemFacts } from '../facts.ts';
import { type Content, html, type Markup, named } from '../html.ts';
import { fixed, percentage, whole } from '../words.ts';
import { chart, panel, type Section, table } from './section.ts';

/** Beyond so many rows a chart is no longer read; the table holds all. */
const mostRows = 40;

export const systemsSection = (facts: ReportFacts): Section => ({
  id: 'systems',
  title: 'Systems',
  body: html`<div class="panels">${[facts.result.scores ? scorePanel(facts) : utilityPanel(facts), winsPanel(facts)]}</div>${systemsTable(facts)}`,
});

const scorePanel = ({ systems, result }: ReportFacts): Markup | false => {
  if (!result.scores) return false;
  const rows = [
    { name: 'result', scores: result.scores, isMain: true },
    ...byScore(systems)
      .slice(0, mostRows)
      .map(({ id, scores }) => ({ name: id, scores, isMain: false })),
  ].flatMap(({ name, scores, isMain }) =>
    scores
      ? [
          {
            name,
            value: scores.score,
            low: scores.interval?.low ?? scores.score,
            high: scores.interval?.high ?? scores.score,
            shown: fixed(scores.score, 2),
            isMain,
          },
        ]
      : [],
  );
  return panel(
    'Scores',
    chart(
      intervalChart(
        'Score of every system and of the result, with 95\u00a0% intervals',
        'score, 0–100',
        rows,
      ),
    ),
    `Against the references of the run, with 95\u00a0% bootstrap intervals.${result.oracle === null ? '' : ` The best choice in every dialogue would reach ${fixed(result.oracle, 2)}.`}`,
  );
};

/** Without references, what the others think of a system is all there is. */
const utilityPanel = ({ systems }: ReportFacts): Markup | false => {
  const rows = systems
    .flatMap(({ id, mean_expected_utility: utility }) =>
      utility === null ? [] : [{ name: id, value: utility, shown: fixed(utility, 3) }],
    )
    .sort((a, b) => b.value - a.value)
    .slice(0, mostRows);
  if (rows.length === 0) return false;
  return panel(
    'Expected utility',
    chart(barChart('Mean expected utility of every system’s candidates', 'mean expected utility', rows)),
    'How much the voters agree with a system’s candidates. There are no references, so this is no score.',
  );
};

const byScore = (systems: readonly SystemFacts[]): SystemFacts[] =>
  [...systems].sort((a, b) => (b.scores?.score ?? 0) - (a.scores?.score ?? 0));

const winsPanel = ({ systems, dialogues }: ReportFacts): Markup => {
  const rows = [...systems]
    .sort((a, b) => (b.wins ?? 0) - (a.wins ?? 0))
    .slice(0, mostRows)
    .map(({ id, wins }): ChartRow => ({ name: id, value: wins ?? 0, shown: whole(wins ?? 0) }));
  return panel(
    'Wins',
    chart(barChart('Dialogues in which each system was chosen', 'dialogues', rows)),
    `Dialogues whose summary is the system’s, of ${whole(dialogues)}.`,
  );
};

const systemsTable = ({ systems, votes, result, dialogues }: ReportFacts): Markup => {
  const types = Object.keys(result.scores ?? {}).filter((type) => !['score', 'interval'].includes(type));
  const hasSkill = systems.some(({ skill }) => skill !== null);
  const scoreCells = (scores: SystemFacts['scores']): Content[] =>
    result.scores
      ? [
          ...types.map((type) => fixed(100 * Number(scores?.[type] ?? Number.NaN), 2)),
          fixed(scores?.score, 2),
        ]
      : [];
  const head = (name: string) => ({ head: name, isNumber: true });
  return table(
    'Systems',
    [
      { head: 'system' },
      ...['cluster', 'vote', 'rows', 'wins', 'share of wins', 'length', 'utility'].map(head),
      ...(hasSkill ? [head('skill')] : []),
      ...(result.scores ? [...types.map(head), head('score')] : []),
    ],
    [
      ...systems.map((system, place) => ({
        cells: [
          named(system.id),
          String((votes.cluster[place] ?? place) + 1),
          votes.voters.includes(system.id) ? fixed(votes.weight[place], 2) : 'none',
          whole(system.covered ?? 0),
          whole(system.wins ?? 0),
          percentage(system.wins ?? 0, dialogues),
          fixed(system.mean_length, 1),
          fixed(system.mean_expected_utility, 4),
          ...(hasSkill ? [fixed(system.skill, 3)] : []),
          ...scoreCells(system.scores),
        ],
      })),
      {
        isMain: true,
        cells: [
          'result',
          '',
          '',
          whole(dialogues),
          '',
          '',
          fixed(result.mean_length, 1),
          '',
          ...(hasSkill ? [''] : []),
          ...scoreCells(result.scores),
        ],
      },
    ],
  );
};
