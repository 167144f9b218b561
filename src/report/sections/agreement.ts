/** How much the systems say the same, and which of them count as one voter. */
import { heatMap } from '../charts/heat-map.ts';
import { type ReportFacts, similarityOf } from '../facts.ts';
import { html, type Markup, named } from '../html.ts';
import { fixed } from '../words.ts';
import { chart, panel, type Section, table } from './section.ts';

/** A map of more systems is unreadable and grows with the square; those with most wins are shown. */
const mostSystems = 64;

export const agreementSection = (facts: ReportFacts): Section => ({
  id: 'agreement',
  title: 'Agreement',
  body: html`<div class="panels">${[mapPanel(facts), clustersPanel(facts)]}</div>`,
});

/** Places of the systems, members of a cluster side by side. */
const arranged = ({ systems, votes }: ReportFacts): number[] => {
  const cluster = (place: number): number => votes.cluster[place] ?? place;
  return [...systems.keys()]
    .sort((a, b) => (systems[b]!.wins ?? 0) - (systems[a]!.wins ?? 0) || a - b)
    .slice(0, mostSystems)
    .sort((a, b) => cluster(a) - cluster(b) || a - b);
};

const mapPanel = (facts: ReportFacts): Markup | false => {
  const { systems } = facts;
  if (systems.length < 2 || facts.similarity.length === 0) return false;
  const places = arranged(facts);
  const names = places.map((place) => systems[place]!.id);
  const value = (a: number, b: number): number | null => similarityOf(facts, places[a]!, places[b]!);
  const note =
    'Mean utility between the summaries of two systems, both ways. 1 means equal texts.' +
    (systems.length > mostSystems ? ` The ${mostSystems} systems with most wins.` : '');
  return panel(
    'Agreement of systems',
    html`${chart(heatMap('Mean utility between every two systems; the table below has the numbers', names, value), true)}
<details><summary>As a table</summary>${table(
      'Agreement of systems',
      [{ head: 'system' }, ...names.map((_, place) => ({ head: String(place + 1), isNumber: true }))],
      names.map((name, a) => ({
        cells: [
          html`${a + 1} ${named(name)}`,
          ...names.map((_, b) => (a === b ? '' : fixed(value(a, b), 3))),
        ],
      })),
    )}</details>`,
    note,
  );
};

const reasons: Readonly<Record<string, string>> = {
  family: 'declared family',
  'near-copies': 'near-copies',
  single: 'alone',
};

const clustersPanel = ({ clusters, effective_voters: voters }: ReportFacts): Markup =>
  panel(
    'Clusters',
    table(
      'Clusters',
      [{ head: 'cluster' }, { head: 'systems' }, { head: 'why' }, { head: 'likeness', isNumber: true }],
      clusters.map(({ systems, reason, similarity }, place) => ({
        cells: [
          String(place + 1),
          systems.map((id, index) => html`${index > 0 && ', '}${named(id)}`),
          reasons[reason] ?? reason,
          fixed(similarity, 3),
        ],
      })),
    ),
    `Systems of one cluster share one vote. Together they decide as ${fixed(voters, 1)} equal, independent voters would.`,
  );
