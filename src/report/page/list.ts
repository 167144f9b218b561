/** The rows of the list, a hundred at a time. */
import type { PageData, PageDialogue } from '../page-data.ts';
import { byId, element } from './element.ts';
import { bare } from './text.ts';

const chunk = 100;

export interface List {
  /** Shows these from the top. */
  show(dialogues: readonly PageDialogue[]): void;
  /** Moves the focus to the row of a dialogue, if it is there. */
  focus(dialogue: PageDialogue): void;
}

/** `open` is called with a dialogue and the list that it stands in. */
export const createList = (
  { systems, dialogues: all }: PageData,
  open: (dialogue: PageDialogue, among: readonly PageDialogue[]) => void,
): List => {
  const rows = byId<HTMLTableSectionElement>('rows');
  const more = byId<HTMLButtonElement>('more');
  const found = byId('found');
  let current: readonly PageDialogue[] = [];
  let shown = 0;

  const extend = (): void => {
    const next = current.slice(shown, shown + chunk);
    rows.append(...next.map((dialogue) => rowOf(dialogue, systems)));
    shown += next.length;
    more.hidden = shown >= current.length;
  };

  const buttons = (): HTMLButtonElement[] => [...rows.querySelectorAll<HTMLButtonElement>('button')];

  rows.addEventListener('click', (event) => {
    const row = (event.target as Element).closest('tr');
    if (row === null || String(getSelection()) !== '') return;
    open(current[row.sectionRowIndex]!, current);
  });
  rows.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const all = buttons();
    const next = all[all.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  more.addEventListener('click', () => {
    const first = shown;
    extend();
    buttons()[first]?.focus();
  });

  return {
    show: (dialogues) => {
      current = dialogues;
      shown = 0;
      rows.replaceChildren();
      extend();
      found.textContent =
        dialogues.length === all.length
          ? `${dialogues.length.toLocaleString('en')} dialogues`
          : `${dialogues.length.toLocaleString('en')} of ${all.length.toLocaleString('en')} dialogues`;
    },
    focus: (dialogue) => {
      const place = current.indexOf(dialogue);
      while (place >= shown && shown < current.length) extend();
      buttons()[place]?.focus();
    },
  };
};

const rowOf = (dialogue: PageDialogue, systems: readonly string[]): HTMLTableRowElement => {
  const { id, summary, kind, system, margin, agreement, candidates } = dialogue;
  const heldBack = candidates.filter(({ gate }) => gate).length;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('button', { type: 'button', class: 'open' }, bare(id))),
    element('td', { class: 'summary' }, bare(summary)),
    element(
      'td',
      { class: 'owner' },
      system === undefined ? undefined : bare(systems[system] ?? ''),
      kind === 'selected' ? undefined : element('span', { class: `badge ${kind}` }, kind),
      heldBack === 0 ? undefined : element('span', { class: 'badge' }, `${heldBack} held back`),
    ),
    element('td', { class: 'number' }, digits(margin, 4)),
    element('td', { class: 'number' }, digits(agreement)),
  );
};

/** Margins are small: their fourth digit tells a close call from a tie. */
export const digits = (value: number | undefined, places = 3): string =>
  value === undefined ? '–' : value.toFixed(places).replace('-', '−');
