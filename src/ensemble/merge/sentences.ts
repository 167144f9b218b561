import { z } from 'zod';
import { splitSentences } from '../../text/sentences.ts';
import { defineMerger, type MergeInput, type Proposal } from './define.ts';
import { mergeOptions } from './options.ts';
import { overlapOf, wordsOf } from './words.ts';

/** A sentence of a candidate that is not the selected one. */
interface Offer {
  readonly row: number;
  readonly sentence: string;
  /** Where it stands in its own text: 0 at the start, towards 1 at the end. */
  readonly place: number;
}

/** Sentences of a text that are looked at, from its start: a summary has fewer; a text without end would take minutes. */
export const mostSentences = 12;

/** Edits of a dialogue that are tried, in their order: the swaps and additions of the best candidates first, then drops. */
export const mostProposals = 64;

/** Shares more than this of its words with another: the same point in other words, which is said once. */
const sameSentence = 0.75;

/**
 * Single edits of the selected text by whole sentences of the others: one added, one dropped, one swapped for the sentence at
 * its place. Every sentence is verbatim, and sentences keep the order that they have in their own texts.
 */
export const sentences = defineMerger({
  name: 'sentences',
  about:
    'The selected text with one sentence of another candidate added or swapped in, or one of its own dropped.',
  nothing: 'no edit is left to try',
  options: z.strictObject(mergeOptions),
  propose: (input, { length }) => {
    const [selected, ...others] = input.shortlist;
    if (selected === undefined) return [];
    const own = splitSentences(selected.text);
    // What is cut off would be lost from every edit.
    if (own.length > mostSentences) return [];
    const edits = [...additions(own, offersOf(own, others), input), ...drops(own, input)];
    const tooFar = (text: string): boolean =>
      Math.abs(wordsOf(text).length / wordsOf(selected.text).length - 1) > length;
    const seen = new Set([selected.text]);
    const tried = edits.filter(({ text }) => {
      const isNew = !seen.has(text) && !tooFar(text);
      seen.add(text);
      return isNew;
    });
    return tried.slice(0, mostProposals);
  },
});

/** Sentences of the others that the selected text does not have word for word, each once. */
const offersOf = (own: readonly string[], others: MergeInput['shortlist']): Offer[] => {
  const seen = new Set(own);
  return others.flatMap(({ row, text }) => {
    const list = splitSentences(text);
    return list.slice(0, mostSentences).flatMap((sentence, index): Offer[] => {
      if (seen.has(sentence)) return [];
      seen.add(sentence);
      return [{ row, sentence, place: index / list.length }];
    });
  });
};

const additions = (own: readonly string[], offers: readonly Offer[], input: MergeInput): Proposal[] =>
  offers.flatMap(({ row, sentence, place }): Proposal[] => {
    const rows = [input.shortlist[0]!.row, row];
    const system = input.systemOf(row);
    const at = Math.min(own.length - 1, Math.floor(place * own.length));
    const swapped = {
      text: joined(own.with(at, sentence)),
      rows,
      how: `takes a sentence of ${system} for its own`,
    };
    // What it says already is not said twice.
    if (own.some((other) => overlapOf(sentence, other) > sameSentence)) return [swapped];
    const added = own.toSpliced(Math.round(place * own.length), 0, sentence);
    return [swapped, { text: joined(added), rows, how: `adds a sentence of ${system}` }];
  });

const drops = (own: readonly string[], { shortlist }: MergeInput): Proposal[] =>
  own.length < 2
    ? []
    : own.map((_, at) => ({
        text: joined(own.toSpliced(at, 1)),
        rows: [shortlist[0]!.row],
        how: 'drops a sentence',
      }));

const joined = (sentences: readonly string[]): string => sentences.join(' ');
