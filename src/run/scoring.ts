/** The threads that look at pools, and the way pools get there: with tokens where the tokenizer is slow. */
import { availableParallelism } from 'node:os';
import type { Config, Tables } from '../config/index.ts';
import { type Cleaner, createCleaner } from '../dialogues/clean/index.ts';
import type { Proposal } from '../ensemble/merge/define.ts';
import { type Host, lookUp } from '../registry.ts';
import { createTokenizer } from '../text/tokenizers/create.ts';
import type { Pool, Tokens } from '../types.ts';
import type { HostOptions } from '../workers/host-base.ts';
import { mapOrdered } from '../workers/ordered.ts';
import { createWorkerPool, type WorkerPool } from '../workers/pool.ts';
import { proposalTexts } from '../workers/tasks/merge.ts';
import { type PoolMessage, textsOf } from '../workers/tasks/prepare.ts';
import { createMetric, namedValue, type PluginSetup, type ScoringSetup } from '../workers/tasks/tools.ts';
import { type StopSignal, untilCutOff } from './stop.ts';
import type { Store } from './store/index.ts';
import { openTokenService, type TokenService } from './tokens.ts';

/** Scores of further scorers for a pool, by id and candidate; NaN where there is none. */
export type ColumnsOf = (pool: Pool) => Readonly<Record<string, Float64Array>>;

/** Threads and tokens for one run. */
export interface Scoring {
  readonly setup: ScoringSetup;
  /** Names everything that changes a score: metric, options, tokenizer, cleaning. */
  readonly signature: string;
  /** Names of the metric's scores, e.g. `rouge1`. */
  readonly types: readonly string[];
  readonly tokens: TokenService | undefined;
  readonly threads: number;
  /**
   * Runs a task on every window, in order whatever the number of threads; `columnsOf` gives what goes along. `sources`: the
   * dialogues are tokenised too, for features.
   */
  forEachWindow<Result>(
    windows: AsyncIterable<readonly Pool[]>,
    work: (pool: WorkerPool, messages: readonly PoolMessage[]) => Promise<Result>,
    columnsOf?: ColumnsOf | undefined,
    options?: { readonly sources?: boolean },
  ): AsyncGenerator<Result>;
  /** The messages with proposals for each, and with their tokens where the tokenizer is slow. */
  withProposals(
    messages: readonly PoolMessage[],
    proposals: readonly (readonly Proposal[])[],
  ): Promise<readonly PoolMessage[]>;
  close(): Promise<void>;
}

export interface ScoringOptions {
  readonly config: Config;
  readonly tables: Tables;
  readonly host: Host;
  readonly hostOptions: HostOptions;
  /** Absolute paths of plugin modules. */
  readonly plugins: readonly string[];
  /** Ids of all systems, in config order. */
  readonly systems: readonly string[];
  readonly workers: number | undefined;
  readonly store: Store;
  /** Whether new tokens are kept in the store. */
  readonly keep: boolean;
  /** Cuts off windows in flight: nothing of them would be kept. */
  readonly stop: StopSignal;
}

/** Threads to use where nobody says how many: all cores, at most eight. */
export const defaultWorkers = (): number => Math.min(8, Math.max(1, availableParallelism()));

/** Opens the tokenizer and the threads. */
export const openScoring = async (options: ScoringOptions): Promise<Scoring> => {
  const { config, tables, host, plugins, systems, store } = options;
  const threads = options.workers ?? defaultWorkers();
  const choice = config.tokenizer as PluginSetup;
  const definition = lookUp(tables.tokenizers, choice.name, 'tokenizer', 'tokenizer');
  const tokenizer = await createTokenizer(namedValue(choice), host, tables.tokenizers);
  const tokens =
    definition.cost === 'slow' ? await openTokenService(tokenizer, store, options.keep) : undefined;
  const { metric, weights, options: metricOptions } = config.mbr.utility;
  const setup: ScoringSetup = {
    plugins,
    tokenizer: tokens ? undefined : choice,
    metric: { name: metric, options: metricOptions },
    weights,
    clean: config.clean,
    output_clean: config.output.clean,
    systems,
  };
  const created = createMetric(setup.metric, { metric: tables.metrics });
  const pool = createWorkerPool({
    threads,
    setup: { kind: 'scoring', host: options.hostOptions, scoring: setup },
  });
  const stoppable: WorkerPool = {
    ...pool,
    run: (name, input) => untilCutOff(options.stop, (signal) => pool.run(name, input, signal)),
  };
  const cleaners = { comparison: createCleaner(setup.clean), output: createCleaner(setup.output_clean) };
  return {
    setup,
    signature: `${created.signature}|tok:${tokenizer.signature}`,
    types: created.types,
    tokens,
    threads,
    forEachWindow: (windows, work, columnsOf, { sources = false } = {}) =>
      mapOrdered(windows, threads * 2, async (pools) => {
        const messages = await messagesOf(pools, tokens, cleaners, sources);
        return work(stoppable, columnsOf ? messages.map((each) => withColumns(each, columnsOf)) : messages);
      }),
    withProposals: async (messages, proposals) => {
      const made = messages.map((message, place) => ({ ...message, proposals: proposals[place]! }));
      if (!tokens) return made;
      const texts = proposals.map((each) => proposalTexts(each, cleaners.comparison));
      const lists = await tokens.tokensOf(texts.flat());
      return made.map((message, place) => ({
        ...message,
        tokens: new Map([
          ...(message.tokens ?? []),
          ...texts[place]!.map((text) => [text, lists.get(text) as Tokens] as const),
        ]),
      }));
    },
    close: async () => {
      await pool.close();
      await (tokens ?? tokenizer).close?.();
    },
  };
};

const withColumns = (message: PoolMessage, columnsOf: ColumnsOf): PoolMessage => ({
  ...message,
  columns: columnsOf(message.pool),
});

const messagesOf = async (
  pools: readonly Pool[],
  service: TokenService | undefined,
  { comparison, output }: { comparison: Cleaner; output: Cleaner },
  source: boolean,
): Promise<PoolMessage[]> => {
  if (!service) return pools.map((pool) => ({ pool }));
  const texts = pools.map((pool) => textsOf(pool, comparison, output, { source }));
  const tokens = await service.tokensOf(texts.flat());
  return pools.map((pool, place) => ({
    pool,
    tokens: new Map(texts[place]!.map((text) => [text, tokens.get(text) as Tokens])),
  }));
};
