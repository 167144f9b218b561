/**
 * Diverse beam search (arXiv:1610.02424) exactly as transformers 4.52 does it (`_group_beam_search` with `BeamSearchScorer`,
 * the last version that has it inside): groups of beams one after the other, each shunning the tokens of those before it.
 * A batch changes nothing but speed.
 */
import type { Decoder } from '../../models/token-scores.ts';
import { finishOf, type Hypothesis, TokenHistory } from './hypothesis.ts';
import { hammingDiversity } from './processors/hamming-diversity.ts';
import { createProcessors, type Processor, processRow } from './processors/index.ts';
import type { Settings } from './settings.ts';
import { newStep, type OpenStep, scoreRows } from './step.ts';
import { TopCandidates } from './top-candidates.ts';

/** Score of beams that are no beams yet. */
const never = -1e9;

/** One group of a dialogue's beams. */
interface Group {
  /** First beam of the group. */
  readonly first: number;
  /** Sum of log-probabilities of every running beam. */
  readonly running: Float32Array;
  /** In the order in which they were found. */
  readonly finished: Hypothesis[];
  done: boolean;
}

/** The `candidates` best sequences of every source, over all groups. */
export const diverseSearch = async (
  decoder: Decoder,
  sources: readonly (readonly number[])[],
  settings: Settings,
  signal: AbortSignal,
): Promise<Hypothesis[][]> => {
  const { beams, maxNewTokens, start } = settings;
  const history = new TokenHistory(sources.length * beams, maxNewTokens + 1, start);
  const search = createGroupSearch(decoder, history, settings);
  const dialogues = sources.map(() => newGroups(settings));
  const step = newStep(sources.length * beams);
  await decoder.begin(sources);
  for (let active = dialogues, rowsEach = 1; ; rowsEach = beams) {
    const rows = scoreRows(decoder, active.length * rowsEach);
    const going: number[] = [];
    for (const [place, groups] of active.entries()) {
      const rowOf = (beam: number) => (rowsEach === 1 ? place : place * beams + beam);
      const firstRow = going.length * beams;
      for (const group of groups) search(group, rows, rowOf, step, firstRow);
      if (groups.some(({ done }) => !done)) going.push(place);
    }
    const last = history.length === maxNewTokens;
    if (going.length === 0) break;
    signal.throwIfAborted();
    active = going.map((place) => active[place] as Group[]);
    step.rows = active.length * beams;
    step.kept = going;
    history.advance(step);
    if (last) {
      for (const [place, groups] of active.entries()) closeGroups(groups, history, place * beams, settings);
      break;
    }
    await decoder.step(step);
  }
  return dialogues.map((groups) => best(groups, settings.candidates));
};

const newGroups = ({ beams, groups }: Settings): Group[] =>
  Array.from({ length: groups }, (_, index) => ({
    first: (index * beams) / groups,
    running: new Float32Array(beams / groups).fill(never, 1),
    finished: [],
    done: false,
  }));

type GroupSearch = (
  group: Group,
  rows: readonly Float32Array[],
  rowOf: (beam: number) => number,
  step: OpenStep,
  firstRow: number,
) => void;

/** Takes a group a token further; writes its rows to `step`, where later groups read what was picked. */
const createGroupSearch = (decoder: Decoder, history: TokenHistory, settings: Settings): GroupSearch => {
  const { ends, beams, groups, pad } = settings;
  const processors = createProcessors(settings);
  const size = beams / groups;
  const top = new TopCandidates(Math.max(2, 1 + ends.length) * size);
  const scratch = new Float32Array(decoder.vocabulary);
  return (group, rows, rowOf, step, firstRow) => {
    const at = firstRow + group.first;
    if (group.done) {
      step.tokens.fill(pad, at, at + size);
      for (let beam = 0; beam < size; beam++) step.parents[at + beam] = rowOf(group.first + beam);
      return;
    }
    const picked = step.tokens.subarray(firstRow, at);
    top.clear();
    for (const [beam, base] of group.running.entries()) {
      const row = rowOf(group.first + beam);
      // Groups share rows after the first step, and each changes the scores in its own way.
      scratch.set(rows[row] as Float32Array);
      hammingDiversity(scratch, picked, settings.diversityPenalty);
      processScratch(processors, scratch, history, row);
      top.scan(scratch, base, row);
    }
    top.pad(pad);
    takeContinuations(top, group, history, settings, step, at);
  };
};

const processScratch = (
  processors: readonly Processor[],
  scores: Float32Array,
  history: TokenHistory,
  row: number,
): void => processRow(processors, { scores, tokens: history.row(row), length: history.length });

const takeContinuations = (
  top: TopCandidates,
  group: Group,
  history: TokenHistory,
  settings: Settings,
  step: OpenStep,
  at: number,
): void => {
  const { ends } = settings;
  const size = group.running.length;
  let beam = 0;
  for (let rank = 0; rank < top.capacity && beam < size; rank++) {
    const token = top.tokens[rank]!;
    const logprob = top.scores[rank]!;
    const row = top.origins[rank]!;
    if (ends.includes(token) && logprob > Number.NEGATIVE_INFINITY) {
      if (rank >= size) continue;
      const ids = history.with(row, token);
      const score = scoreOf(logprob, history.length, settings);
      addFinished(group, { ids, logprob, score, finish: finishOf(token, history.length, settings) });
      continue;
    }
    group.running[beam] = logprob;
    step.tokens[at + beam] = token;
    step.parents[at + beam] = row;
    beam++;
  }
  group.done = isDone(group, top.scores[0]!, history.length, settings);
};

const scoreOf = (logprob: number, length: number, { lengthPenalty }: Settings): number =>
  logprob / length ** lengthPenalty;

/** Keeps the best; of equal ones the later. */
const addFinished = ({ finished, running }: Group, hypothesis: Hypothesis): void => {
  const worst = finished.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const full = finished.length >= running.length;
  if (full && !(hypothesis.score > worst)) return;
  finished.push(hypothesis);
  if (full)
    finished.splice(
      finished.findIndex(({ score }) => score === worst),
      1,
    );
};

const isDone = (
  { finished, running }: Group,
  bestLogprob: number,
  length: number,
  settings: Settings,
): boolean => {
  const { earlyStopping, lengthPenalty, maxNewTokens } = settings;
  if (finished.length < running.length) return false;
  if (earlyStopping === true) return true;
  const hopeful = earlyStopping === 'never' && lengthPenalty > 0 ? maxNewTokens : length;
  const worst = Math.min(...finished.map(({ score }) => score));
  return worst >= scoreOf(bestLogprob, hopeful, settings);
};

/** No room for more tokens: what runs is finished as it is. */
const closeGroups = (
  groups: readonly Group[],
  history: TokenHistory,
  firstRow: number,
  settings: Settings,
): void => {
  const length = history.length - 1;
  for (const group of groups) {
    if (group.done) continue;
    for (const [beam, logprob] of group.running.entries()) {
      if (logprob <= never) continue;
      const ids = [...history.row(firstRow + group.first + beam).subarray(0, history.length)];
      addFinished(group, { ids, logprob, score: scoreOf(logprob, length, settings), finish: 'length' });
    }
  }
};

/** Of equal scores the later found comes first, as where a sorted list is taken from its end. */
const best = (groups: readonly Group[], candidates: number): Hypothesis[] =>
  groups
    .flatMap(({ finished }) => finished)
    .reverse()
    .sort((a, b) => b.score - a.score)
    .slice(0, candidates);
