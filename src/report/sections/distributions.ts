/** Margins and lengths. */
import { histogram } from '../charts/histogram.ts';
import { intervalChart } from '../charts/rows.ts';
import { type Collected, type LengthCounts, lengthQuantile } from '../collect.ts';
import type { ReportFacts } from '../facts.ts';
import { html, type Markup } from '../html.ts';
import { counted, fixed, median, whole } from '../words.ts';
import { chart, panel, type Section } from './section.ts';

const mostRows = 24;

export const distributionsSection = (facts: ReportFacts, collected: Collected): Section => ({
  id: 'distributions',
  title: 'Margins and lengths',
  body: html`<div class="panels">${[
    marginPanel(collected),
    agreementPanel(collected),
    lengthPanel(collected),
    lengthsPanel(facts, collected),
  ]}</div>`,
});

const once = (values: Float64Array) => ({ values, times: new Uint8Array(values.length).fill(1) });

const marginPanel = ({ margins, dialogues }: Collected): Markup | false => {
  if (margins.length === 0) return false;
  const middle = median(margins);
  const without = dialogues - margins.length;
  return panel(
    'Margins',
    chart(histogram('Margins of the decisions', 'score ahead of the best other text', once(margins), middle)),
    `How far the chosen text is ahead of the next. Dashed: the median, ${fixed(middle, 3)}.${without > 0 ? ` ${counted(without, 'dialogue')} had no other text to compare with.` : ''}`,
  );
};

const agreementPanel = ({ agreements }: Collected): Markup | false => {
  if (agreements.length === 0) return false;
  const middle = median(agreements);
  return panel(
    'Agreement in a dialogue',
    chart(
      histogram(
        'Agreement of the candidates of a dialogue',
        'mean expected utility',
        once(agreements),
        middle,
      ),
    ),
    `Low values are dialogues that the systems read differently. Dashed: the median, ${fixed(middle, 3)}.`,
  );
};

const lengthPanel = ({ lengths }: Collected): Markup | false => {
  if (lengths.size === 0) return false;
  const middle = lengthQuantile(lengths, 0.5);
  return panel(
    'Lengths of the summaries',
    chart(
      histogram(
        'Lengths of the summaries',
        'characters',
        { values: [...lengths.keys()], times: [...lengths.values()] },
        middle,
      ),
    ),
    `As written. Dashed: the median, ${whole(middle)} characters.`,
  );
};

const lengthsPanel = ({ systems }: ReportFacts, { lengths, lengthsOf }: Collected): Markup => {
  const row = (name: string, counts: LengthCounts | undefined, isMain = false) => {
    if (!counts || counts.size === 0) return [];
    const at = (share: number): number => lengthQuantile(counts, share);
    const value = at(0.5);
    return [
      {
        name,
        value,
        low: at(0.25),
        high: at(0.75),
        outer: [at(0.1), at(0.9)] as const,
        shown: whole(value),
        isMain,
      },
    ];
  };
  const rows = [
    ...row('result', lengths, true),
    ...systems.slice(0, mostRows).flatMap(({ id }) => row(id, lengthsOf.get(id))),
  ];
  return panel(
    'Lengths by system',
    chart(
      intervalChart(
        'Median length of every system’s candidates, with the middle half and 10 to 90\u00a0%',
        'characters',
        rows,
      ),
    ),
    `Median, the middle half, and 10 to 90\u00a0%.${systems.length > mostRows ? ` The first ${mostRows} systems.` : ''}`,
  );
};
