/**
 * The checked config that everything else works from. Keys are the YAML's; short forms are expanded, patterns are
 * files, defaults are filled in. Strings may still hold `${NAME}`: `resolveVariables` gives the values where they are used.
 */
import type { z } from 'zod';
import type { GateOptions } from '../ensemble/gates/options.ts';
import type { VotesOptions } from '../rerank/votes.ts';
import type { Json } from '../types.ts';
import type { datasetSchema } from './schema-dataset.ts';
import type { deadlinesSchema } from './schema-deadlines.ts';
import type { ensembleSchema } from './schema-ensemble.ts';
import type { outputSchema } from './schema-output.ts';
import type { preferencesSchema } from './schema-preferences.ts';
import type { tuneSchema } from './schema-tune.ts';

/** Options of a plugin as the user wrote them; `resolveOptions` checks them and fills in defaults. */
export type PluginOptions = { readonly [key: string]: Json };

/** A plugin chosen by name. */
export interface PluginChoice {
  readonly name: string;
  readonly options: PluginOptions;
}

/** A dataset whose path is known; `path` is relative to the config's folder. */
export type DatasetConfig = Readonly<
  Omit<z.output<typeof datasetSchema>, 'path' | 'clean'> & { path: string }
>;

/** One source of candidates. */
export interface SystemConfig {
  readonly id: string;
  /** Generator, by its name in the table. */
  readonly kind: string;
  readonly family: string | undefined;
  /** Undefined where the user set none, which counts as 1. */
  readonly prior: number | undefined;
  readonly optional: boolean;
  readonly options: PluginOptions;
}

/** A system left out of this run, and the unset variables that are why. */
export interface SkippedSystem {
  readonly id: string;
  readonly variables: readonly string[];
}

/** One system's outputs on the labelled dialogues. */
export interface LabelledSystem {
  /** Id of the system in `Config.systems`. */
  readonly system: string;
  /** The system's own options with the labelled file as `path`. */
  readonly options: PluginOptions;
}

export interface LabelledConfig {
  readonly dataset: DatasetConfig;
  readonly systems: readonly LabelledSystem[];
  /** Systems that read files and have none here: they get no skill. */
  readonly without: readonly string[];
  readonly allow_overlap: boolean;
  /** By system: ids, or a file of ids relative to the config's folder. */
  readonly fitted_on: Readonly<Record<string, string | readonly string[]>>;
}

export interface MbrConfig {
  readonly utility: {
    readonly metric: string;
    readonly weights: Readonly<Record<string, number>>;
    readonly options: PluginOptions;
  };
  readonly votes: Readonly<VotesOptions>;
}

/** One further scorer. */
export interface ScorerConfig {
  readonly id: string;
  readonly kind: string;
  readonly options: PluginOptions;
}

export type GatesConfig = 'none' | Readonly<GateOptions>;
export type EnsembleConfig = Readonly<z.output<typeof ensembleSchema>>;
export type OutputConfig = Readonly<z.output<typeof outputSchema>>;
export type PreferencesConfig = Readonly<z.output<typeof preferencesSchema>>;
export type TuneConfig = Readonly<z.output<typeof tuneSchema>>;
export type DeadlinesConfig = Readonly<z.output<typeof deadlinesSchema>>;

export interface Config {
  /** The config file as it was named, for messages. */
  readonly file: string;
  /** Absolute folder of the config file: relative paths start here. */
  readonly folder: string;
  /** Absolute folder of this run's outputs: `<output.folder>/<name>`. */
  readonly run_folder: string;
  readonly version: 1;
  readonly name: string;
  readonly seed: number;
  /** Undefined: ids and order come from the first system. */
  readonly dataset: DatasetConfig | undefined;
  /** Cleaning rules for comparison, in order. */
  readonly clean: readonly string[];
  readonly tokenizer: PluginChoice;
  /** Empty only with a pool file as `dataset`: all its systems take part. */
  readonly systems: readonly SystemConfig[];
  readonly skipped: readonly SkippedSystem[];
  readonly labelled: LabelledConfig | undefined;
  readonly gates: GatesConfig;
  readonly mbr: MbrConfig;
  readonly rerank: readonly ScorerConfig[];
  readonly ensemble: EnsembleConfig;
  readonly output: OutputConfig;
  readonly allow_download: boolean;
  readonly fsync: 'every' | 'second';
  readonly plugins: readonly string[];
  readonly preferences: PreferencesConfig;
  /** Absent where no options are searched. */
  readonly tune?: TuneConfig | undefined;
  readonly deadlines: DeadlinesConfig;
}
