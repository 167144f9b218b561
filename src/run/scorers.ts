/** The scorers of `rerank`, started: in the main thread where they wait for others, in threads of their own where they block. */
import { resolveOptions, type ScorerConfig } from '../config/index.ts';
import { lookUp, type ScorerDefinition } from '../registry.ts';
import type {
  AnswerStore,
  Json,
  Purse,
  Scored,
  ScoreForecaster,
  Scorer,
  ScorerContext,
  ScorerItem,
} from '../types.ts';
import { openAnswers } from './answers.ts';
import { type AtWork, withReferences, workHere, workInThreads } from './at-work.ts';
import type { GeneratorWorld } from './generators.ts';
import { fingerprintOf, type StageParts } from './keys.ts';
import { gatherRefusals } from './refusals.ts';
import type { StageStore, Store } from './store/index.ts';

/** An entry of `rerank`, ready to work. */
export interface RunningScorer extends AtWork<ScorerItem, Scored> {
  /** Name of its column. */
  readonly id: string;
  readonly kind: string;
  readonly definition: ScorerDefinition;
  /** What its scores have in common, for their keys. */
  readonly parts: StageParts;
  /** Where its scores are kept; undefined for one that costs nothing. */
  readonly stage: StageStore | undefined;
  /** Units of work to keep in flight. */
  readonly width: number;
  /** Columns of which its items bring evidence; undefined where it asks for none. */
  readonly needs: readonly string[] | undefined;
  /** Positions of a window's items that make a batch each. */
  cut(window: readonly ScorerItem[]): readonly (readonly number[])[];
  /** Of paid ones: takes note of what a stored score had cost. */
  readonly recall?: NonNullable<Scorer['recall']>;
  /** Of paid ones: begins a forecast of what scores will cost. */
  readonly forecast?: () => ScoreForecaster;
  /**
   * Of paid ones: the scores as far as they follow from answers that are stored, without asking. Statistics are a part of what
   * names a score: those of a whole dataset are not those of its shards, and the answers are the same.
   */
  readonly rederive?: (item: ScorerItem) => Promise<Scored>;
}

type World = Omit<GeneratorWorld, 'answers'>;

/** Starts all scorers in the order of the config; what is wrong with their models shows here, all of it, before any work. */
export const openScorers = async (
  world: World,
  store: Store,
): Promise<{ readonly scorers: readonly RunningScorer[]; close(): Promise<void> }> => {
  const scorers: RunningScorer[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(scorers.map((scorer) => scorer.close()));
  };
  const refusals = gatherRefusals(world.config.file);
  try {
    for (const entry of world.config.rerank)
      await refusals.attempt(async () => scorers.push(await openScorer(entry, world, store)));
    refusals.throwIfAny();
    return { scorers, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const openScorer = async (entry: ScorerConfig, world: World, store: Store): Promise<RunningScorer> => {
  const { id, kind } = entry;
  const where = `rerank.${id}`;
  const definition = lookUp(world.tables.scorers, kind, 'scorer', `${where}.kind`);
  const options = resolveOptions(definition, entry.options, world.env, where);
  const started: Started =
    definition.thread === 'worker'
      ? await startInThreads(entry, definition, options as Json, world)
      : await startHere(entry, definition, options, world, store);
  const parts = {
    stage: `score-${definition.name}`,
    options: withReferences(options as Json, entry.options),
    identity: started.identity,
  };
  return {
    id,
    kind,
    definition,
    parts,
    stage: definition.cost === 'free' ? undefined : await store.stage(parts.stage, fingerprintOf(parts)),
    width: definition.inFlight?.(options) ?? (definition.parallel === 'one' ? 1 : world.workers),
    needs: definition.needs?.(options),
    cut: (window) => definition.cut?.(window, options) ?? window.map((_, place) => [place]),
    ...started,
    close: once(() => started.close()),
  };
};

/** A scorer is closed when its work is done, and again with all others. */
const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= close();
    return closed;
  };
};

type Started = AtWork<ScorerItem, Scored> & Pick<RunningScorer, 'recall' | 'forecast' | 'rederive'>;

/** Gives nobody leave to ask. */
const shut: Purse = { reserve: async () => undefined };

/** What is kept, and nothing beside it. */
const readOnly = (answers: AnswerStore): AnswerStore => ({
  get: (parts) => answers.get(parts),
  put: () => Promise.reject(new Error('nothing may be asked')),
});

const startHere = async (
  { id }: ScorerConfig,
  definition: ScorerDefinition,
  options: unknown,
  { config: { seed }, host, purse }: World,
  store: Store,
): Promise<Started> => {
  const answers: AnswerStore | undefined = definition.cost === 'paid' ? await openAnswers(store) : undefined;
  const scorer = await definition.create(options, host);
  const context = { seed, scorer: id, ...(answers ? { answers } : {}), ...(purse ? { purse } : {}) };
  const atWork = workHere<ScorerItem, Scored>({
    identity: scorer.identity,
    work: (items, signal) => scorer.score(items, context, signal),
    report: () => scorer.report?.() ?? null,
    close: async () => scorer.close?.(),
  });
  return {
    ...atWork,
    ...(scorer.recall ? { recall: scorer.recall.bind(scorer) } : {}),
    ...(scorer.forecast ? { forecast: scorer.forecast.bind(scorer, context) } : {}),
    // who knows no prices may not ask for leave either
    ...(answers && definition.isPriced
      ? { rederive: rederiver(scorer, { ...context, answers: readOnly(answers), purse: shut }) }
      : {}),
  };
};

const rederiver =
  (scorer: Scorer, context: ScorerContext): NonNullable<RunningScorer['rederive']> =>
  async (item) => {
    const [answer] = await scorer.score([item], context, new AbortController().signal);
    return answer ?? { status: 'failed', reason: 'no answer' };
  };

const startInThreads = (
  { id, kind }: ScorerConfig,
  { parallel }: ScorerDefinition,
  options: Json,
  { config, hostOptions, plugins, workers }: World,
): Promise<AtWork<ScorerItem, Scored>> =>
  workInThreads<ScorerItem, Scored>(
    {
      setup: {
        kind: 'scorer',
        host: hostOptions,
        scorer: { plugins, kind, options: options as { readonly [key: string]: Json } },
      },
      threads: parallel === 'one' ? 1 : workers,
      where: `rerank.${id}`,
      start: (pool, signal) => pool.run('startScorer', undefined, signal),
      run: (pool, { items, ticket, signal }) =>
        pool.run('score', { batch: items, seed: config.seed, scorer: id, ticket }, signal),
      report: (pool) => pool.run('reportScorer', undefined),
    },
    config,
  );
