/**
 * Beam search exactly as transformers 4.57 does it (`_beam_search`), each dialogue by itself: a batch changes nothing but
 * speed. Arithmetic is rounded to float32 where theirs is.
 */
import type { Decoder } from '../../models/token-scores.ts';
import { finishOf, type Hypothesis, TokenHistory } from './hypothesis.ts';
import { createProcessors, processRow } from './processors/index.ts';
import type { Settings } from './settings.ts';
import { newStep, type OpenStep, scoreRows } from './step.ts';
import { TopCandidates } from './top-candidates.ts';

/** Score of beams that are no beams yet, and what is taken from those that must not win. */
const never = -1e9;

/** The beams of one dialogue. */
interface Beams {
  /** Position among the sources. */
  readonly source: number;
  /** Sum of log-probabilities of every running beam, best first. */
  readonly running: Float32Array;
  /** At most `beams`, best first. */
  finished: Hypothesis[];
  /** Whether running beams may still become better than finished ones. Once false, false for good. */
  open: boolean;
}

/** The `candidates` best sequences of every source. */
export const beamSearch = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  signal: AbortSignal,
): Promise<Hypothesis[][]> => {
  const { beams, ends, maxNewTokens, start } = settings;
  const processors = createProcessors(settings);
  const history = new TokenHistory(sources.length * beams, maxNewTokens + 1, start);
  const top = new TopCandidates(Math.max(2, 1 + ends.length) * beams);
  const dialogues = sources.map((_, source) => newBeams(source, beams));
  const step = newStep(sources.length * beams);
  await decoder.begin(sources);
  for (let active = dialogues, rowsEach = 1; ; rowsEach = beams) {
    const rows = scoreRows(decoder, active.length * rowsEach);
    for (const [row, scores] of rows.entries())
      processRow(processors, { scores, tokens: history.row(row), length: history.length });
    const going: number[] = [];
    for (const [place, dialogue] of active.entries()) {
      // After the first step all beams are one row: those that are none yet have the score "never".
      const rowOf = (beam: number) => (rowsEach === 1 ? place : place * beams + beam);
      findContinuations(top, rows, dialogue, rowOf, settings.pad);
      const done = takeContinuations(top, dialogue, history, settings, rowOf, step, going.length * beams);
      if (!done) going.push(place);
    }
    if (going.length === 0) break;
    signal.throwIfAborted();
    active = going.map((place) => active[place] as Beams);
    step.rows = active.length * beams;
    step.kept = going;
    history.advance(step);
    await decoder.step(step);
  }
  return dialogues.map(({ finished }) => finished.slice(0, settings.candidates));
};

const newBeams = (source: number, beams: number): Beams => ({
  source,
  running: new Float32Array(beams).fill(never, 1),
  finished: [],
  open: true,
});

const findContinuations = (
  top: TopCandidates,
  rows: readonly Float32Array[],
  { running }: Beams,
  rowOf: (beam: number) => number,
  pad: number,
): void => {
  top.clear();
  for (const [beam, base] of running.entries()) top.scan(rows[rowOf(beam)] as Float32Array, base, beam);
  top.pad(pad);
};

/** Finishes and continues beams; writes the rows that go on to `step`. True where the dialogue is done. */
const takeContinuations = (
  top: TopCandidates,
  dialogue: Beams,
  history: TokenHistory,
  settings: Settings,
  rowOf: (beam: number) => number,
  step: OpenStep,
  firstRow: number,
): boolean => {
  const { beams, ends, maxNewTokens } = settings;
  const length = history.length;
  const stops = Array.from(top.tokens, (token) => length === maxNewTokens || ends.includes(token));
  const running = bestRunning(top, stops, beams);
  const finished = newlyFinished(top, stops, history, settings, rowOf);
  if (dialogue.open && !isFull(dialogue, settings))
    dialogue.finished = merged(dialogue.finished, finished, beams);
  for (const [beam, { candidate, score }] of running.entries()) {
    dialogue.running[beam] = score;
    step.tokens[firstRow + beam] = top.tokens[candidate]!;
    step.parents[firstRow + beam] = rowOf(top.origins[candidate]!);
  }
  dialogue.open &&= mayImprove(dialogue, length, settings);
  return !dialogue.open || isFull(dialogue, settings) || stops.every(Boolean);
};

/** The best `beams` continuations that do not stop; where there are too few, stopping ones with a hopeless score. */
const bestRunning = (
  top: TopCandidates,
  stops: readonly boolean[],
  beams: number,
): { candidate: number; score: number }[] =>
  Array.from(top.scores, (score, candidate) => ({
    candidate,
    score: stops[candidate] === true ? Math.fround(score + never) : score,
  }))
    .sort((a, b) => compareDown(a.score, b.score))
    .slice(0, beams);

/** Descending; stable where both are infinite. */
const compareDown = (a: number, b: number): number => (a === b ? 0 : b - a);

/** Only the first `beams` of the continuations may finish; the others are there to go on in their place. */
const newlyFinished = (
  top: TopCandidates,
  stops: readonly boolean[],
  history: TokenHistory,
  settings: Settings,
  rowOf: (beam: number) => number,
): Hypothesis[] => {
  const { beams, lengthPenalty } = settings;
  const found: Hypothesis[] = [];
  for (let candidate = 0; candidate < beams; candidate++) {
    const logprob = top.scores[candidate]!;
    const token = top.tokens[candidate]!;
    if (stops[candidate] !== true || logprob <= never) continue;
    found.push({
      ids: history.with(rowOf(top.origins[candidate]!), token),
      logprob,
      score: normalised(logprob, history.length, lengthPenalty),
      finish: finishOf(token, history.length, settings),
    });
  }
  return found;
};

/** Sum of log-probabilities over a power of the number of generated tokens. */
const normalised = (logprob: number, length: number, penalty: number): number =>
  Math.fround(logprob / Math.fround(length ** penalty));

const merged = (before: readonly Hypothesis[], found: readonly Hypothesis[], beams: number): Hypothesis[] =>
  [...before, ...found].sort((a, b) => b.score - a.score).slice(0, beams);

const isFull = ({ finished }: Beams, { beams, earlyStopping }: Settings): boolean =>
  earlyStopping === true && finished.length === beams;

/** Whether the best running beam, at the length that favours it, could pass the worst finished one. */
const mayImprove = ({ running, finished }: Beams, length: number, settings: Settings): boolean => {
  const { beams, earlyStopping, lengthPenalty, maxNewTokens } = settings;
  const hopeful = earlyStopping === 'never' && lengthPenalty > 0 ? maxNewTokens : length;
  const best = normalised(running[0]!, hopeful, lengthPenalty);
  const worst = finished.length < beams ? never : (finished.at(-1) as Hypothesis).score;
  return best > worst;
};
