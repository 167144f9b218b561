/** The strategies, by name. */
import type { Decoder } from '../../models/token-scores.ts';
import { createRandom } from '../../random.ts';
import { beamSearch } from './beam-search.ts';
import { diverseSearch } from './diverse-search.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Settings } from './settings.ts';
import { greedySearch, sampleSearch } from './token-search.ts';

export interface SearchContext {
  readonly seed: number;
  /** Texts of the sources: equal texts get equal samples, wherever they stand in the dataset. */
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
}

/** Decodes a batch: the n-best list of every source. */
export const search = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  { seed, texts, signal }: SearchContext,
): Promise<Hypothesis[][]> => {
  switch (settings.strategy) {
    case 'greedy':
      return greedySearch(decoder, sources, settings, signal);
    case 'beam':
      return beamSearch(decoder, sources, settings, signal);
    case 'diverse':
      return diverseSearch(decoder, sources, settings, signal);
    case 'sample':
      return sampleSearch(decoder, sources, settings, signal, (source, index) =>
        createRandom(seed, 'seq2seq', texts[source] as string, index),
      );
    default:
      return settings.strategy satisfies never;
  }
};
