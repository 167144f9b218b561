/** Which dialogues the list shows, and in which order. */
import type { PageData, PageDialogue } from '../page-data.ts';

export interface Query {
  /** Words that must all occur, in any of the texts of a dialogue. */
  readonly search: string;
  /** Place of the chosen system. */
  readonly system?: number | undefined;
  readonly marginBelow?: number | undefined;
  readonly agreementBelow?: number | undefined;
  readonly kind: '' | 'fallback' | 'merged' | 'gated' | 'unanimous';
  readonly order: 'closest' | 'agreement' | 'place' | 'longest';
}

/** Case and composition do not matter to a search. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Answers queries; the text to search in is put together once a dialogue, when it is first needed. */
export const createFilter = ({ dialogues, systems }: Pick<PageData, 'dialogues' | 'systems'>) => {
  const searched = new Map<PageDialogue, string>();
  const haystack = (dialogue: PageDialogue): string => {
    const known = searched.get(dialogue);
    if (known !== undefined) return known;
    const { id, summary, text, topic, references, candidates } = dialogue;
    const made = folded(
      [
        id,
        summary,
        text ?? '',
        topic ?? '',
        ...(references ?? []),
        ...candidates.flatMap((candidate) => [systems[candidate.system] ?? '', candidate.text]),
      ].join('\n'),
    );
    searched.set(dialogue, made);
    return made;
  };
  return (query: Query): PageDialogue[] => {
    const words = folded(query.search).split(/\s+/u).filter(Boolean);
    return dialogues
      .filter((dialogue) => fits(dialogue, query))
      .filter((dialogue) => words.every((word) => haystack(dialogue).includes(word)))
      .sort((a, b) => orders[query.order](a, b) || a.place - b.place);
  };
};

const fits = (dialogue: PageDialogue, query: Query): boolean => {
  const { system, margin, agreement } = dialogue;
  if (query.system !== undefined && system !== query.system) return false;
  if (query.marginBelow !== undefined && !(margin !== undefined && margin < query.marginBelow)) return false;
  if (query.agreementBelow !== undefined && !(agreement !== undefined && agreement < query.agreementBelow))
    return false;
  return kinds[query.kind](dialogue);
};

const kinds: Readonly<Record<Query['kind'], (dialogue: PageDialogue) => boolean>> = {
  '': () => true,
  fallback: ({ kind }) => kind === 'fallback',
  merged: ({ kind }) => kind === 'merged',
  gated: ({ candidates }) => candidates.some(({ gate }) => gate !== undefined),
  unanimous: ({ kind, margin }) => kind !== 'fallback' && margin === undefined,
};

const orders: Readonly<Record<Query['order'], (a: PageDialogue, b: PageDialogue) => number>> = {
  closest: (a, b) => closeness(a) - closeness(b),
  agreement: (a, b) => (a.agreement ?? 2) - (b.agreement ?? 2),
  place: () => 0,
  longest: (a, b) => b.summary.length - a.summary.length,
};

/** Finite, so that differences are numbers. */
const closeness = ({ kind, margin }: PageDialogue): number => (kind === 'fallback' ? -1e9 : (margin ?? 1e9));
