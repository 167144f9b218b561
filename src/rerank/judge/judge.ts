/**
 * `kind: judge`: a chat model compares the best candidates of a dialogue. It is dear and not without likings of its own (for
 * places, for length, for its own style; Zheng et al. 2023), so it orders the top of a dialogue only, never sees whose a text is,
 * and what it says is one column among others.
 */
import { createHash } from 'node:crypto';
import { openAsker } from '../../models/asker/asker.ts';
import { addTally, noTally, readTally } from '../../models/asker/money.ts';
import { steady } from '../../models/asker/options.ts';
import { type Clock, systemClock } from '../../models/clock.ts';
import { defineScorer, type Host } from '../../registry.ts';
import type { Scored, Scorer, ScorerContext, ScorerItem } from '../../types.ts';
import { rule } from './ask.ts';
import { type Judged, openBench } from './bench.ts';
import { forecastJudge } from './forecast.ts';
import { judgeLists } from './listwise.ts';
import { type JudgeOptions, judgeOptions } from './options.ts';
import { judgePairs } from './pairwise.ts';
import { readJudgePrompt } from './questions.ts';
import { judgedRows, type Ready } from './ready.ts';

/** Raised when the same options, prompt and answers would give other scores than before. */
const version = 1;

export const judge = defineScorer<JudgeOptions>({
  name: 'judge',
  about: 'A chat model that compares the best candidates of a dialogue, without knowing whose they are.',
  options: judgeOptions,
  cost: 'paid',
  thread: 'main',
  parallel: 'many',
  scope: 'pool',
  inFlight: ({ concurrency }) => concurrency,
  isPriced: ({ prices }) => prices !== undefined,
  needs: ({ by }) => [...new Set(['mbr', by])],
  create: (options, host) => createJudge(options, host, systemClock),
});

/** The scorer, on a clock of its own. */
export const createJudge = async (options: JudgeOptions, host: Host, clock: Clock): Promise<Scorer> => {
  const prompt = await readJudgePrompt(options, host);
  const asker = await openAsker(steady(options), host, clock);
  const ready: Ready = { asker, options, prompt };
  const tally = createTally();
  return {
    identity: identityOf(ready),
    score: (batch, context, signal) =>
      Promise.all(batch.map((item) => scoreItem(ready, item, tally, context, signal))),
    report: () => ({ ...(asker.report() as object), verdicts: tally.take() }),
    recall: (paid) => asker.recall(readTally(paid, 0)),
    forecast: (context) => forecastJudge(ready, context),
  };
};

const identityOf = ({ asker, prompt, options }: Ready): string => {
  const { mode, by, top_k, lambda, comparisons, shuffles } = options;
  const parts = ['judge', version, asker.identity, prompt.text, mode, by, top_k, lambda];
  return createHash('sha256')
    .update(JSON.stringify([...parts, mode === 'pairwise' ? comparisons : shuffles]))
    .digest('hex');
};

const scoreItem = async (
  { asker, options, prompt }: Ready,
  item: ScorerItem,
  tally: VerdictTally,
  context: ScorerContext,
  signal: AbortSignal,
): Promise<Scored> => {
  signal.throwIfAborted();
  const rows = judgedRows(item, options);
  const texts = rows.map((row) => item.candidates[row]!);
  if (rows.length === 0) return { status: 'ok', scores: nothing(item), paid: { ...noTally } };
  const bench = openBench(item.dialogue, context.seed, (question, read) =>
    rule(asker, question, read, context, signal),
  );
  const judged =
    options.mode === 'pairwise'
      ? await judgePairs(bench, prompt, texts, options.comparisons)
      : await judgeLists(bench, prompt, texts, options.shuffles);
  tally.add(judged);
  const failures = judged.rulings.flatMap((each) => (each.status === 'failed' ? each.reason : []));
  if (failures.length > 0) {
    const reason = `${[...new Set(failures)].join('; ')} (${failures.length} of ${judged.rulings.length} questions)`;
    return { status: 'failed', reason };
  }
  const paid = judged.rulings.reduce((sum, each) => addTally(sum, each.tally), noTally);
  return { status: 'ok', scores: spread(item, rows, judged.scores), paid: { ...paid } };
};

const nothing = ({ candidates }: ScorerItem): Float64Array =>
  new Float64Array(candidates.length).fill(Number.NaN);

/** The score of a text for every row that has it. */
const spread = (item: ScorerItem, rows: readonly number[], scores: Float64Array): Float64Array => {
  const { hypothesisOf } = item.evidence!;
  const scoreOf = new Map(rows.map((row, place) => [hypothesisOf[row]!, scores[place]!]));
  return nothing(item).map((none, row) => scoreOf.get(hypothesisOf[row]!) ?? none);
};

/** Counts of what the judge said in this run, for `run.json`. */
interface VerdictTally {
  add(judged: Judged): void;
  take(): Readonly<Record<string, number>>;
}

/** `again`: questions asked a second time; `dropped`: without a valid answer; `flips`: pairs decided by their order. */
const createTally = (): VerdictTally => {
  const counts = { dialogues: 0, questions: 0, again: 0, dropped: 0, ties: 0, flips: 0 };
  return {
    add: ({ rulings, flips, ties }) => {
      counts.dialogues += 1;
      counts.questions += rulings.length;
      counts.again += rulings.filter(({ attempts }) => attempts > 1).length;
      counts.dropped += rulings.filter(({ status }) => status === 'dropped').length;
      counts.flips += flips;
      counts.ties += ties;
    },
    take: () => ({ ...counts }),
  };
};
