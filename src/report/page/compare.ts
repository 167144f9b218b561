/** The comparison of a dialogue's candidates, side by side with the dialogue. */

import { utterances } from '../../text/tags.ts';
import type { PageCandidate, PageData, PageDialogue } from '../page-data.ts';
import { byId, element } from './element.ts';
import { linkTo } from './link.ts';
import { digits } from './list.ts';
import { markText, type Support, supportOf } from './marks.ts';
import { bare, markedText } from './text.ts';
import { wordsOf } from './words.ts';

export interface Comparison {
  open(dialogue: PageDialogue, among: readonly PageDialogue[]): void;
}

/** `closed` is called with the dialogue that was last looked at. */
export const createComparison = (data: PageData, closed: (last: PageDialogue) => void): Comparison => {
  const dialog = byId<HTMLDialogElement>('compare');
  const [previous, next] = [byId<HTMLButtonElement>('previous'), byId<HTMLButtonElement>('next')];
  let among: readonly PageDialogue[] = [];
  let place = 0;

  /** Keys must reach the dialog even where what had the focus is gone. */
  const focusTexts = (): void => {
    if (dialog.open && !dialog.contains(document.activeElement))
      dialog.querySelector<HTMLElement>('.texts')?.focus({ preventScroll: true });
  };

  const show = (to: number): void => {
    const dialogue = among[to];
    if (!dialogue) return;
    place = to;
    byId('compare-title').replaceChildren(bare(dialogue.id));
    byId('compare-place').textContent = `${to + 1} of ${among.length}`;
    previous.disabled = to === 0;
    next.disabled = to === among.length - 1;
    byId('compare-body').replaceChildren(...contentOf(dialogue, data));
    byId('compare-body').scrollTop = 0;
    focusTexts();
    history.replaceState(null, '', linkTo(dialogue));
  };

  previous.addEventListener('click', () => show(place - 1));
  next.addEventListener('click', () => show(place + 1));
  byId('close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft' || key === 'k') show(place - 1);
    if (key === 'ArrowRight' || key === 'j') show(place + 1);
  });
  dialog.addEventListener('close', () => {
    history.replaceState(null, '', '#dialogues');
    closed(among[place]!);
  });
  for (const id of ['agreement', 'absent'])
    byId<HTMLInputElement>(`mark-${id}`).addEventListener('change', ({ target }) =>
      dialog.classList.toggle(`no-${id}`, !(target as HTMLInputElement).checked),
    );

  return {
    open: (dialogue, list) => {
      among = list;
      show(list.indexOf(dialogue));
      if (!dialog.open) dialog.showModal();
      dialog.querySelector<HTMLElement>('.texts')?.focus({ preventScroll: true });
    },
  };
};

const contentOf = (dialogue: PageDialogue, data: PageData): Node[] => {
  const support = dialogue.text === undefined ? undefined : supportOf(dialogue.text);
  return [
    element('div', { class: 'source', ...pane('Dialogue') }, sourceOf(dialogue), ...referencesOf(dialogue)),
    element(
      'div',
      { class: 'texts', ...pane('Summary and candidates') },
      chosenOf(dialogue, data, support),
      candidatesOf(dialogue, data, support),
    ),
  ];
};

/** Each side scrolls by itself, by keys too. */
const pane = (label: string) => ({ tabindex: '0', role: 'region', 'aria-label': label });

const heading = (text: string): HTMLElement => element('h3', {}, text);

const sourceOf = ({ text, topic }: PageDialogue): HTMLElement => {
  if (text === undefined)
    return element(
      'section',
      {},
      heading('Dialogue'),
      element('p', { class: 'note' }, 'The dataset had no text for it, or could not be read.'),
    );
  const turns = utterances(text).map((turn) =>
    element(
      'p',
      { class: 'turn' },
      turn.speaker === '' ? undefined : element('b', {}, bare(turn.speaker)),
      ' ',
      bare(turn.text),
    ),
  );
  return element(
    'section',
    {},
    heading('Dialogue'),
    topic === undefined ? undefined : element('p', { class: 'note' }, bare(topic)),
    ...turns,
  );
};

const referencesOf = ({ references = [] }: PageDialogue): HTMLElement[] =>
  references.length === 0
    ? []
    : [
        element(
          'section',
          {},
          heading(references.length === 1 ? 'Reference' : 'References'),
          ...references.map((text) => element('p', { class: 'reference' }, bare(text))),
        ),
      ];

/** Candidates of one text, as one. */
interface Group {
  readonly text: string;
  readonly members: PageCandidate[];
}

const groupsOf = (candidates: readonly PageCandidate[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const candidate of candidates) {
    const known = groups.get(candidate.text);
    if (known) known.members.push(candidate);
    else groups.set(candidate.text, { text: candidate.text, members: [candidate] });
  }
  return [...groups.values()];
};

const chosenOf = (dialogue: PageDialogue, data: PageData, support: Support | undefined): HTMLElement => {
  const { summary, kind, system, margin, agreement, reasons, candidates } = dialogue;
  const others = candidates
    .filter(({ text }) => text !== summary && text !== '')
    .map(({ text }) => wordsOf(text));
  const facts: [string, Node | string][] = [
    ['system', system === undefined ? 'none' : bare(data.systems[system] ?? '')],
    ['margin', digits(margin, 4)],
    ['agreement', digits(agreement)],
  ];
  return element(
    'section',
    { class: 'chosen' },
    heading(kind === 'selected' ? 'Chosen summary' : kind === 'merged' ? 'Merged summary' : 'Fallback'),
    element('p', { class: 'chosen-text' }, markedText(markText(summary, others, support))),
    element(
      'dl',
      { class: 'facts' },
      ...facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
    ),
    reasons.length === 0
      ? undefined
      : element('ul', { class: 'reasons' }, ...reasons.map((reason) => element('li', {}, bare(reason)))),
  );
};

const candidatesOf = (
  { candidates, summary }: PageDialogue,
  data: PageData,
  support: Support | undefined,
): HTMLElement => {
  const chosen = [wordsOf(summary)];
  const groups = groupsOf(candidates);
  return element(
    'section',
    {},
    heading(`${candidates.length} candidates, ${groups.length} texts`),
    element(
      'ol',
      { class: 'candidates' },
      ...groups.map(({ text, members }) => {
        const stretches = markText(text, text === summary ? [] : chosen, support);
        const facts = stretches.filter(({ absent }) => absent === 'fact').length;
        return element(
          'li',
          { class: members.every(({ gate }) => gate && !gate.lifted) ? 'candidate held-back' : 'candidate' },
          element('p', { class: 'candidate-head' }, ...ownersOf(members, data), ...badgesOf(members, facts)),
          text.trim() === ''
            ? element('p', { class: 'note' }, 'no text')
            : element('p', { class: 'candidate-text' }, markedText(stretches)),
          scoresOf(members[0]!),
        );
      }),
    ),
  );
};

const ownersOf = (members: readonly PageCandidate[], { systems }: PageData): Node[] =>
  members.map(({ system, candidate }) =>
    element(
      'span',
      { class: 'owner' },
      bare(`${systems[system] ?? '?'}${candidate === undefined ? '' : ` #${candidate}`}`),
    ),
  );

const badgesOf = (members: readonly PageCandidate[], facts: number): Node[] => {
  const badge = (text: string, tone = ''): HTMLElement => element('span', { class: `badge ${tone}` }, text);
  const gates = new Map(members.flatMap(({ gate }) => (gate ? [[gate.reason, gate] as const] : [])));
  const statuses = new Set(members.flatMap(({ status }) => (status ? [status] : [])));
  return [
    ...[...statuses].map((status) => badge(status)),
    ...[...gates.values()].map(({ reason, lifted }) =>
      element('span', { class: 'badge fallback' }, lifted ? 'let in: ' : 'held back: ', bare(reason)),
    ),
    ...(facts === 0 ? [] : [badge(`${facts} not in the dialogue`, 'fact-badge')]),
  ];
};

const scoresOf = ({ scores, fused }: PageCandidate): HTMLElement => {
  const all = [...Object.entries(scores), ...(fused === undefined ? [] : [['fused', fused] as const])];
  return element(
    'dl',
    { class: 'scores' },
    ...all.map(([name, value]) => {
      const bar = element('span', { class: 'meter' });
      // Set through the object model, which the content policy allows; a style attribute it would not.
      bar.style.setProperty('--share', String(Math.min(1, Math.max(0, value))));
      return element('div', {}, element('dt', {}, bare(name)), element('dd', {}, bar, digits(value)));
    }),
  );
};
