/**
 * Searches that pick one token a row and never look back: greedy, and sampling with a random number a token. Processors see
 * raw logits; what is summed up are log-probabilities after them, as transformers' `compute_transition_scores` has them.
 */
import type { Decoder } from '../../models/token-scores.ts';
import type { Random } from '../../random.ts';
import { finishOf, type Hypothesis, TokenHistory } from './hypothesis.ts';
import { createProcessors, processRow } from './processors/index.ts';
import type { Settings } from './settings.ts';
import { newStep, rowsOf, scoreRows } from './step.ts';

/** Picks a token by the log-probabilities of a row. */
type Pick = (logProbabilities: Float32Array, writer: Writer) => number;

/** One candidate being written. */
interface Writer {
  readonly source: number;
  readonly index: number;
  logprob: number;
  finished: Hypothesis | undefined;
}

/** The likeliest token at every position. */
export const greedySearch = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  signal: AbortSignal,
): Promise<Hypothesis[][]> => tokenSearch(decoder, sources, settings, signal, likeliest);

/** Tokens drawn by probability; `random(source, index)` gives every candidate a stream of its own. */
export const sampleSearch = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  signal: AbortSignal,
  random: (source: number, index: number) => Random,
): Promise<Hypothesis[][]> => {
  const { candidates } = settings;
  const streams = sources.flatMap((_, source) =>
    Array.from({ length: candidates }, (_, index) => random(source, index)),
  );
  return tokenSearch(decoder, sources, settings, signal, (row, { source, index }) =>
    drawn(row, (streams[source * candidates + index] as Random).next()),
  );
};

const tokenSearch = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  signal: AbortSignal,
  pick: Pick,
): Promise<Hypothesis[][]> => {
  const { candidates, maxNewTokens, pad, start } = settings;
  const processors = createProcessors(settings);
  const history = new TokenHistory(sources.length * candidates, maxNewTokens + 1, start);
  const dialogues = sources.map((_, source) => newWriters(source, candidates));
  const step = newStep(sources.length * candidates);
  await decoder.begin(sources);
  for (let active = dialogues, rowsEach = 1; ; rowsEach = candidates) {
    const rows = await processedRows(decoder, processors, history, active.length * rowsEach);
    const going: number[] = [];
    for (const [place, writers] of active.entries()) {
      for (const [index, writer] of writers.entries()) {
        const parent = rowsEach === 1 ? place : place * candidates + index;
        const at = going.length * candidates + index;
        step.parents[at] = parent;
        // Finished candidates of a dialogue that goes on keep a row, which nobody reads.
        step.tokens[at] =
          writer.finished === undefined
            ? write(writer, rows[parent] as Float32Array, history, parent, settings, pick)
            : pad;
      }
      if (writers.some(({ finished }) => finished === undefined)) going.push(place);
    }
    if (going.length === 0) break;
    signal.throwIfAborted();
    active = going.map((place) => active[place] as Writer[]);
    step.rows = active.length * candidates;
    step.kept = going;
    history.advance(step);
    await decoder.step(step);
  }
  return dialogues.map((writers) => writers.flatMap(({ finished }) => finished ?? []));
};

const newWriters = (source: number, candidates: number): Writer[] =>
  Array.from({ length: candidates }, (_, index) => ({ source, index, logprob: 0, finished: undefined }));

/** Log-probabilities of the rows after all processors. */
const processedRows = async (
  decoder: Decoder,
  processors: ReturnType<typeof createProcessors>,
  history: TokenHistory,
  count: number,
): Promise<Float32Array[]> => {
  for (const [row, scores] of scoreRows(decoder, count).entries())
    processRow(processors, { scores, tokens: history.row(row), length: history.length });
  return rowsOf(await decoder.normalise(count), count, decoder.vocabulary);
};

/** Adds a token to a candidate, and finishes it where that was the last. */
const write = (
  writer: Writer,
  row: Float32Array,
  history: TokenHistory,
  parent: number,
  settings: Settings,
  pick: Pick,
): number => {
  const token = pick(row, writer);
  writer.logprob += row[token]!;
  if (settings.ends.includes(token) || history.length === settings.maxNewTokens) {
    const { logprob } = writer;
    const ids = history.with(parent, token);
    writer.finished = { ids, logprob, score: logprob, finish: finishOf(token, history.length, settings) };
  }
  return token;
};

/** Of equally likely tokens the first. */
const likeliest = (row: Float32Array): number => {
  let best = 0;
  for (let token = 1; token < row.length; token++) if (row[token]! > row[best]!) best = token;
  return best;
};

/** The token at which the sum of probabilities passes `share` of all. */
const drawn = (row: Float32Array, share: number): number => {
  let total = 0;
  for (const score of row) if (score !== Number.NEGATIVE_INFINITY) total += Math.exp(score);
  let rest = share * total;
  let last = 0;
  for (let token = 0; token < row.length; token++) {
    if (row[token] === Number.NEGATIVE_INFINITY) continue;
    last = token;
    rest -= Math.exp(row[token]!);
    if (rest < 0) break;
  }
  return last;
};
