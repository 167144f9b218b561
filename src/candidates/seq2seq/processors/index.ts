/** The processors of a search, in the order in which transformers applies them. */
import type { Settings } from '../settings.ts';
import { badWords } from './bad-words.ts';
import { forcedFirst, forcedLast } from './forced-tokens.ts';
import { minNewTokens } from './min-new-tokens.ts';
import { noRepeatNgram } from './no-repeat-ngram.ts';
import type { Processor, Row } from './processor.ts';
import { repetitionPenalty } from './repetition-penalty.ts';
import { suppressed, suppressedFirst } from './suppressed-tokens.ts';
import { temperature } from './temperature.ts';
import { topK } from './top-k.ts';
import { topP } from './top-p.ts';

export type { Processor, Row } from './processor.ts';

/** Those that the settings ask for; with the strategy `sample` also temperature, top-k and top-p. */
export const createProcessors = (settings: Settings): readonly Processor[] => {
  const { ends, maxNewTokens, forcedFirstToken } = settings;
  const firstFree = forcedFirstToken === undefined ? 1 : 2;
  return [
    ...when(settings.repetitionPenalty !== 1, () => repetitionPenalty(settings.repetitionPenalty)),
    ...when(settings.noRepeatNgramSize > 0, () => noRepeatNgram(settings.noRepeatNgramSize)),
    ...when(settings.badWords.length > 0, () => badWords(settings.badWords, ends)),
    ...when(settings.minNewTokens > 0, () => minNewTokens(settings.minNewTokens, ends)),
    ...(forcedFirstToken === undefined ? [] : [forcedFirst(forcedFirstToken)]),
    ...when(settings.forcedLastTokens.length > 0, () => forcedLast(settings.forcedLastTokens, maxNewTokens)),
    ...when(settings.suppressed.length > 0, () => suppressed(settings.suppressed)),
    ...when(settings.suppressedFirst.length > 0, () => suppressedFirst(settings.suppressedFirst, firstFree)),
    ...(settings.strategy === 'sample' ? createWarpers(settings) : []),
  ];
};

const createWarpers = (settings: Settings): readonly Processor[] => [
  ...when(settings.temperature !== 1, () => temperature(settings.temperature)),
  ...when(settings.topK > 0, () => topK(settings.topK)),
  ...when(settings.topP < 1, () => topP(settings.topP)),
];

const when = (wanted: boolean, create: () => Processor): readonly Processor[] => (wanted ? [create()] : []);

/** Applies all of them to a row. */
export const processRow = (processors: readonly Processor[], row: Row): void => {
  for (const processor of processors) processor(row);
};
