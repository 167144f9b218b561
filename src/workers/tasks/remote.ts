/** Threads that hold one heavy thing: Kiwi, or a generator or scorer whose work blocks. */

import { generators } from '../../candidates/index.ts';
import { createKiwi } from '../../models/kiwi.ts';
import {
  type GeneratorDefinition,
  type Host,
  loadPlugins,
  lookUp,
  type ScorerDefinition,
} from '../../registry.ts';
import { scorers } from '../../rerank/index.ts';
import type { Dialogue, Generator, Json, Scorer, ScorerItem } from '../../types.ts';

/** Loads Kiwi's model; it stays for the life of the thread. */
export const openKiwi = async (folder: string): Promise<Kiwi> => createKiwi(folder);

export type Kiwi = Awaited<ReturnType<typeof createKiwi>>;

/** A generator or scorer by kind, with options as the config has them. */
export interface RemoteSetup {
  readonly plugins: readonly string[];
  readonly kind: string;
  readonly options: { readonly [key: string]: Json };
}

/** Creates the generator that the setup names; its models stay for the life of the thread. */
export const openGenerator = async (setup: RemoteSetup, host: Host): Promise<Generator> => {
  const plugins = await loadPlugins(setup.plugins);
  const definition = lookUp<GeneratorDefinition>(
    { ...generators, ...plugins.generator } as Record<string, GeneratorDefinition>,
    setup.kind,
    'generator',
  );
  return definition.create(definition.options.parse(setup.options), host);
};

/** One unit of work of a generator. */
export interface BatchInput {
  readonly batch: readonly Dialogue[];
  readonly seed: number;
  readonly system: string;
  /** Number of the task, for its `Begun`. */
  readonly ticket: number;
}

/** Creates the scorer that the setup names. */
export const openScorer = async (setup: RemoteSetup, host: Host): Promise<Scorer> => {
  const plugins = await loadPlugins(setup.plugins);
  const definition = lookUp<ScorerDefinition>(
    { ...scorers, ...plugins.scorer } as Record<string, ScorerDefinition>,
    setup.kind,
    'scorer',
  );
  return definition.create(definition.options.parse(setup.options), host);
};

/** One unit of work of a scorer. */
export interface ScoreInput {
  readonly batch: readonly ScorerItem[];
  readonly seed: number;
  readonly scorer: string;
  readonly ticket: number;
}
