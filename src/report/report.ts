/** The report of a run: one page that opens anywhere and shows what was decided and why. */
import type { Collected } from './collect.ts';
import { blockPieces } from './data-block.ts';
import { pageHalves } from './document.ts';
import type { ReportFacts } from './facts.ts';
import { html, named } from './html.ts';
import type { LearnedFacts } from './learned-facts.ts';
import { pageScript, pageStyle } from './page-bundle.ts';
import { type PageDialogue, pageDialogue, pageHead, type SourceText } from './page-data.ts';
import { agreementSection } from './sections/agreement.ts';
import { comparison } from './sections/comparison.ts';
import { costsSection } from './sections/costs.ts';
import { dialoguesSection } from './sections/dialogues.ts';
import { distributionsSection } from './sections/distributions.ts';
import { learningSection } from './sections/learning.ts';
import { summaryCards, warnings } from './sections/summary.ts';
import { systemsSection } from './sections/systems.ts';

/** A page holds the candidates of so many dialogues, so that a browser opens it at once. */
export const mostDialogues = 2000;

export interface ReportParts {
  readonly facts: ReportFacts;
  readonly collected: Collected;
  readonly learned: LearnedFacts | undefined;
  /** Place of a shown dialogue → its text; without entries where the dataset cannot be read. */
  readonly sources: ReadonlyMap<number, SourceText>;
  /** Why the dataset's texts are not there. */
  readonly withoutSources?: string | undefined;
}

/** The page piece by piece: only one dialogue at a time is held as markup. */
export function* reportPieces(parts: ReportParts): Generator<string> {
  const { facts, collected, learned } = parts;
  const sections = [
    systemsSection(facts),
    agreementSection(facts),
    distributionsSection(facts, collected),
    ...(learned ? [learningSection(learned)] : []),
    costsSection(facts),
    dialoguesSection(facts, collected),
  ];
  const [head, tail] = pageHalves({
    title: facts.name,
    about: aboutOf(parts),
    intro: [summaryCards(facts, collected), warnings(facts)],
    sections,
    overlay: comparison(),
    footer: footerOf(facts),
    script: pageScript,
    style: pageStyle,
  });
  yield head.text;
  yield* blockPieces(pageHead(facts, collected), 'dialogues', entriesOf(parts));
  yield tail.text;
}

function* entriesOf({ facts, collected, sources }: ReportParts): Generator<PageDialogue> {
  const placeOf = new Map(facts.systems.map(({ id }, place) => [id, place]));
  for (const dialogue of collected.shown) yield pageDialogue(dialogue, placeOf, sources.get(dialogue.place));
}

const aboutOf = ({ facts, withoutSources }: ReportParts) => {
  const { rung, policy } = facts.selection;
  const path = facts.inputs?.dataset.path;
  return html`${path !== undefined && html`Summaries of ${named(path)}, chosen by `}<b>${rung ?? policy.name}</b>.${withoutSources !== undefined && ` ${withoutSources}`}`;
};

const footerOf = ({ hapui, signature, seed }: ReportFacts) =>
  html`<p>hapui ${hapui}, seed ${seed}. Every score was computed as <code>${signature}</code>. Scores are ROUGE and say how far texts share words, not which reads better.</p>`;
