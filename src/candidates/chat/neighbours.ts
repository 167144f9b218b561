/** Texts that are most alike, by the cosine of TF-IDF vectors over pairs of neighbouring characters of a word. */

/** Pairs of characters serve every script: Korean endings leave most of a word's pairs as they are. */
const termsOf = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = [...word];
    for (let place = 0; place < Math.max(1, characters.length - 1); place++) {
      const term = `${characters[place]}${characters[place + 1] ?? ''}`;
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return counts;
};

/** A term's texts and its weight in each, before it is divided by the text's length. */
interface Posting {
  readonly places: number[];
  readonly weights: number[];
}

/**
 * Indexes `texts`; the function gives their places, most alike first, equal ones in order. A question costs the postings
 * of its terms and a sort of the texts.
 */
export const createNeighbours = (texts: readonly string[]): ((text: string) => number[]) => {
  const index = new Map<string, Posting>();
  for (const [place, text] of texts.entries())
    for (const [term, count] of termsOf(text)) {
      const posting = index.get(term) ?? { places: [], weights: [] };
      index.set(term, posting);
      posting.places.push(place);
      posting.weights.push(1 + Math.log(count));
    }
  const idf = ({ places }: Posting): number => Math.log((1 + texts.length) / (1 + places.length)) + 1;
  const squares = new Float64Array(texts.length);
  for (const posting of index.values())
    for (const [at, place] of posting.places.entries())
      squares[place]! += (posting.weights[at]! * idf(posting)) ** 2;
  return (text) => {
    const scores = new Float64Array(texts.length);
    for (const [term, count] of termsOf(text)) {
      const posting = index.get(term);
      if (posting === undefined) continue;
      const weight = (1 + Math.log(count)) * idf(posting) ** 2;
      for (const [at, place] of posting.places.entries()) scores[place]! += weight * posting.weights[at]!;
    }
    // the length of the question is the same for all
    const alike = scores.map((score, place) => (score === 0 ? 0 : score / Math.sqrt(squares[place]!)));
    return [...alike.keys()].sort((a, b) => alike[b]! - alike[a]! || a - b);
  };
};
