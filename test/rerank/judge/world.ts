/** What judges are tested with: dialogues whose summaries say how good they are, and servers that judge by it, or do not. */
import type { Evidence, ScorerItem } from '../../../src/types.ts';
import {
  type Behaviour,
  type ChatBody,
  choice,
  completion,
  sendJson,
} from '../../fixtures/server/chat-server.ts';

/** A summary of a quality that an honest judge can read. */
export const summary = (quality: number, more = ''): string =>
  `They meet at noon (quality ${quality}).${more}`;

/** An item whose candidates have these expected utilities; every text is another hypothesis. */
export const itemOf = (
  candidates: readonly string[],
  expected: readonly number[] = candidates.map((_, row) => 1 - row / 10),
  dialogue = '#Person1#: Noon? #Person2#: Noon.',
): ScorerItem => {
  const size = candidates.length;
  const evidence: Evidence = {
    columns: { mbr: Float64Array.from(expected) },
    hypothesisOf: Int32Array.from(candidates, (text) => candidates.indexOf(text)),
    hypotheses: size,
    utility: new Float64Array(size * size).fill(0.5),
    eligible: new Uint8Array(size).fill(1),
    priors: new Float64Array(size).fill(1),
    votes: {
      weight: new Float64Array(size).fill(1),
      cluster: Int32Array.from({ length: size }, (_, row) => row),
      leaveOut: true,
    },
  };
  return { id: 'd', dialogue, candidates, evidence };
};

/** A text that was shown between its marks. */
export interface Shown {
  readonly name: string;
  readonly text: string;
}

/** What stands between marks whose numbers agree, in order. */
export const shownIn = ({ messages }: ChatBody): Shown[] =>
  [...(messages.at(-1)?.content ?? '').matchAll(/<([\w-]+)-([0-9a-f]{16})>\n([\s\S]*?)\n<\/\1-\2>/gu)].map(
    ([, name = '', , text = '']) => ({ name, text }),
  );

const summariesIn = (body: ChatBody): string[] =>
  shownIn(body).flatMap(({ name, text }) => (name.startsWith('summar') ? [text] : []));

const qualityOf = (text: string): number => Number(/quality (\d+)/u.exec(text)?.[1] ?? 0);

/** Says what `verdict` makes of the summaries in the order in which they were shown. */
export const ruling =
  (verdict: (summaries: readonly string[], body: ChatBody) => string): Behaviour =>
  ({ body }, response) =>
    sendJson(response, completion([choice(verdict(summariesIn(body), body))]));

/** By quality alone; lists are recognised by their number of summaries. */
export const honest = (summaries: readonly string[]): string => {
  const ranked = [...summaries.keys()].sort((a, b) => qualityOf(summaries[b]!) - qualityOf(summaries[a]!));
  return `Noon is in the dialogue.\nRanking: ${ranked.map((place) => place + 1).join(' > ')}`;
};

export const honestPair = ([a = '', b = '']: readonly string[]): string => {
  const difference = qualityOf(a) - qualityOf(b);
  return `Noon is in the dialogue.\nVerdict: ${difference === 0 ? 'tie' : difference > 0 ? 'A' : 'B'}`;
};
