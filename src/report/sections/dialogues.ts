/** The list of dialogues: its controls stand here, its rows and the comparison come from the page's script. */
import type { Collected } from '../collect.ts';
import type { ReportFacts } from '../facts.ts';
import { html, type Markup } from '../html.ts';
import { counted, whole } from '../words.ts';
import type { Section } from './section.ts';

export const dialoguesSection = (facts: ReportFacts, collected: Collected): Section => ({
  id: 'dialogues',
  title: 'Dialogues',
  body: html`<p class="lead">${scope(collected)}</p>
<noscript><p class="lead">The list needs scripts, which are switched off here. All decisions stand in decisions.jsonl and scores.jsonl.</p></noscript>
<form id="filters" class="filters" role="search" aria-label="Dialogues">
<div class="field grow"><label for="search">Search</label><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="id, summary, candidate, dialogue" aria-keyshortcuts="/"></div>
${choice('system', 'Chosen system', [
  ['', 'any'],
  ...facts.systems.map(({ id }, place): [string, string] => [String(place), id]),
])}
${choice('margin', 'Margin', [
  ['', 'any'],
  ...[0.005, 0.01, 0.02, 0.05, 0.1].map((limit): [string, string] => [String(limit), `below ${limit}`]),
])}
${choice('agreement', 'Agreement', [
  ['', 'any'],
  ...[0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((limit): [string, string] => [String(limit), `below ${limit}`]),
])}
${choice('kind', 'Show', [
  ['', 'all'],
  ['fallback', 'fallbacks'],
  ['merged', 'merged texts'],
  ['gated', 'with a candidate held back'],
  ['unanimous', 'without another text'],
])}
${choice('order', 'Order', [
  ['closest', 'closest call first'],
  ['agreement', 'least agreement first'],
  ['place', 'as in the dataset'],
  ['longest', 'longest summary first'],
])}
<button type="reset">Clear</button>
</form>
<p id="found" class="found" role="status"></p>
<div class="table list"><table aria-labelledby="dialogues-title" aria-describedby="found">
<thead><tr><th scope="col">dialogue</th><th scope="col">summary</th><th scope="col">system</th><th scope="col" class="number">margin</th><th scope="col" class="number">agreement</th></tr></thead>
<tbody id="rows"></tbody>
</table></div>
<p class="more"><button id="more" type="button" hidden>Show more</button></p>`,
});

const choice = (
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
): Markup =>
  html`<div class="field"><label for="filter-${id}">${label}</label><select id="filter-${id}">${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></div>`;

const scope = ({ dialogues, shown }: Collected): string =>
  shown.length === dialogues
    ? `All ${counted(dialogues, 'dialogue')} of the run. Open one to compare its candidates.`
    : `The run has ${whole(dialogues)} dialogues. This page holds the figures of all of them, and the ${whole(shown.length)} closest calls: fallbacks first, then the smallest margins. decisions.jsonl and scores.jsonl hold the rest.`;
