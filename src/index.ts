/**
 * The public API: what a plugin or a script needs. Everything else is private and may change with any version.
 * `docs/plugins.md` shows how to use it.
 */

/** The schema library of options: a plugin that takes options describes them with this very copy. */
export { z } from 'zod';
/** Generators that hapui brings, by name. */
export { generators } from './candidates/index.ts';
export { type Config, type LoadOptions, loadConfig, type Tables, tablesOf } from './config/index.ts';
export {
  ConfigError,
  type ErrorCode,
  errorCodes,
  exitCodes,
  GeneratorError,
  HapuiError,
  InputError,
  type Problem,
  StoreError,
} from './errors.ts';
/** Metrics that hapui brings, by name. */
export { metrics } from './metrics/index.ts';
export {
  type AnyDefinition,
  type Definition,
  defineGenerator,
  defineMetric,
  defineScorer,
  defineTokenizer,
  type GeneratorDefinition,
  type Host,
  type MetricDefinition,
  type RemoteTokenizer,
  type ScorerDefinition,
  type TokenizerDefinition,
} from './registry.ts';
/** Scorers that hapui brings, by name. */
export { scorers } from './rerank/index.ts';
export { type RunResult, run } from './run/pipeline.ts';
export { type Progress, silentProgress } from './run/progress.ts';
export { createStop, type Stop } from './run/stop.ts';
export { hapuiVersion } from './run/version.ts';
export type { RunOptions } from './run/workspace.ts';
export { createTokenizer, type TokenizerValue } from './text/tokenizers/create.ts';
/** Tokenizers that hapui brings, by name. */
export { tokenizers } from './text/tokenizers/index.ts';
export type {
  Candidate,
  CandidateStatus,
  DecisionRecord,
  Dialogue,
  Evidence,
  Generated,
  Generator,
  GeneratorContext,
  Json,
  Metric,
  MetricMatrix,
  Pool,
  Scored,
  ScoreRecord,
  Scorer,
  ScorerContext,
  ScorerItem,
  Tokenizer,
  Tokens,
} from './types.ts';
export { createMainHost } from './workers/host.ts';
export type { HostOptions } from './workers/host-base.ts';
