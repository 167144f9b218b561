/** The page of a tuning: what was tried, what came of it, and what that is worth. Nothing in it runs. */
import { staticPage } from '../document.ts';
import { html } from '../html.ts';
import { pageStyle } from '../page-bundle.ts';
import type { TuningFacts } from './facts.ts';
import { optionsSection } from './options-section.ts';
import { weightsSection } from './weights-section.ts';

/** `name`: of the run. */
export const tuningPage = (name: string, { systems, fusion }: TuningFacts): string =>
  staticPage({
    title: name,
    about: `Tuning on ${fusion.dialogues} labelled dialogues.`,
    sections: [...systems.map(optionsSection), weightsSection(fusion)],
    footer: html`<p>Every score was computed as <code>${fusion.signature}</code>. Scores are ROUGE and say how far texts share words, not which reads better.</p>`,
    style: pageStyle,
  }).text;
