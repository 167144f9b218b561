/** The first screen: what was decided, what it is worth, what needs attention. */
import type { Collected } from '../collect.ts';
import { answersOf, type ReportFacts } from '../facts.ts';
import { type Content, html, type Markup, named } from '../html.ts';
import { counted, duration, fixed, median, percentage, signed, whole } from '../words.ts';

interface Card {
  readonly title: string;
  readonly value: Content;
  readonly note: Content;
  readonly tone?: 'good' | 'bad';
}

/** A margin below this is a close call: about the difference that one word of a summary makes. */
export const closeCall = 0.01;

export const summaryCards = (facts: ReportFacts, collected: Collected): Markup => html`<dl class="cards">
${[
  dialoguesCard(facts),
  systemsCard(facts),
  ...scoreCards(facts, collected),
  marginCard(collected),
  fallbackCard(facts, collected),
  ...costCards(facts),
].map(
  ({ title, value, note, tone }) =>
    html`<div class="card${tone && ` ${tone}`}"><dt>${title}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>
`,
)}</dl>`;

const dialoguesCard = ({ dialogues, dialogues_in_dataset: all }: ReportFacts): Card => ({
  title: 'Dialogues',
  value: whole(dialogues),
  note: all === null || all === dialogues ? 'all of the dataset' : `of ${whole(all)} in the dataset`,
});

const systemsCard = ({ systems, clusters, effective_voters: voters }: ReportFacts): Card => ({
  title: 'Systems',
  value: whole(systems.length),
  note: `${counted(clusters.length, 'cluster')}, as good as ${fixed(voters, 1)} independent voters`,
});

const scoreCards = ({ result, gain }: ReportFacts, { agreements }: Collected): Card[] => {
  const { scores } = result;
  if (!scores)
    return [
      {
        title: 'Agreement',
        value: fixed(median(agreements), 3),
        note: 'median over dialogues of the candidates’ mean expected utility',
      },
    ];
  const { score, interval } = scores;
  return [
    {
      title: 'Score',
      value: fixed(score, 2),
      note: interval
        ? `95\u00a0% interval ${fixed(interval.low, 2)} to ${fixed(interval.high, 2)}`
        : 'points',
    },
    ...(gain ? [gainCard(gain)] : []),
  ];
};

const gainCard = ({ best, mean, low, high }: NonNullable<ReportFacts['gain']>): Card => {
  const verdict = low > 0 ? 'a gain' : high < 0 ? 'a loss' : 'not proven';
  return {
    title: 'Gain',
    value: signed(mean),
    note: html`over ${named(best)}, the best single system; 95\u00a0% interval ${signed(low)} to ${signed(high)}: ${verdict}`,
    ...(low > 0 ? { tone: 'good' as const } : high < 0 ? { tone: 'bad' as const } : {}),
  };
};

const marginCard = ({ margins }: Collected): Card => {
  const close = margins.filter((margin) => margin < closeCall).length;
  return {
    title: 'Median margin',
    value: fixed(median(margins), 3),
    note: `${counted(close, 'close call')} (below ${closeCall}), ${percentage(close, margins.length)}`,
  };
};

const fallbackCard = (_: ReportFacts, { fallbacks, gated, dialogues }: Collected): Card => ({
  title: 'Fallbacks',
  value: whole(fallbacks),
  note: `gates held a candidate back in ${percentage(gated, dialogues)} of the dialogues`,
  ...(fallbacks > 0 ? { tone: 'bad' as const } : {}),
});

const costCards = (facts: ReportFacts): Card[] => {
  const { seconds, workers } = facts;
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
  const costs = answersOf(facts).flatMap(({ report }) =>
    typeof report?.cost_usd === 'number' ? [report.cost_usd] : [],
  );
  return [
    { title: 'Time', value: duration(total), note: workers === null ? '' : counted(workers, 'worker') },
    ...(costs.length > 0
      ? [
          {
            title: 'Cost',
            value: `$${costs.reduce((sum, value) => sum + value, 0).toFixed(2)}`,
            note: 'of this run; stored answers cost nothing',
          },
        ]
      : []),
  ];
};

/** What the run warned of. */
export const warnings = ({ warnings: texts, counts, skipped }: ReportFacts): Markup | undefined => {
  const quarantined = counts.quarantined ?? 0;
  const all = [
    ...texts,
    ...(quarantined > 0 ? [`${counted(quarantined, 'answer')} failed; they stand in quarantine.jsonl`] : []),
    ...(skipped.length > 0 ? [`Skipped: ${skipped.map(({ id }) => id).join(', ')}`] : []),
  ];
  return all.length === 0
    ? undefined
    : html`<ul class="warnings">${all.map((text) => html`<li><bdi>${text}</bdi></li>`)}</ul>`;
};
