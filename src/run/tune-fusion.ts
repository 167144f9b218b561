/** Searches the weights of `ensemble.fuse` on the labelled dialogues. */
import type { Config } from '../config/index.ts';
import { type FusionMethod, fusionMethods } from '../ensemble/fuse.ts';
import { type Fusion, type TunedFusion, tuneFusion } from '../evaluate/tune/fusion.ts';
import { withLabelled } from './with-labelled.ts';
import type { Workspace } from './workspace.ts';

/** What was found, and what it was found on. */
export interface FusionReport extends TunedFusion {
  readonly signature: string;
  /** Input → SHA-256. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** Answers and scores what is missing on the labelled dialogues, then searches. */
export const tuneWeights = (workspace: Workspace): Promise<FusionReport> =>
  withLabelled(workspace, async ({ options, labelled }) => {
    const { config } = workspace.options;
    const set = await (await labelled())();
    const { signature, inputs } = options;
    const source = {
      names: ['mbr', ...config.rerank.map(({ id }) => id), 'pairwise'],
      votes: config.mbr.votes,
      priors: priorsIn(config),
    };
    const found = tuneFusion(set, {
      ...options,
      source,
      configured: fusionIn(config),
      methods: methodsOf(config),
    });
    return { ...found, signature, inputs };
  });

/** The configured method first: of equal ones it stays. */
const methodsOf = ({ ensemble }: Config): FusionMethod[] => [
  ...new Set([ensemble.fuse.method, ...fusionMethods]),
];

/** Weights that sum to 1; those that count nothing are left out. */
const fusionIn = ({ ensemble: { fuse } }: Config): Fusion => {
  const weights = Object.entries(fuse.weights).filter(([, weight]) => weight > 0);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (total === 0) return { method: fuse.method, weights: { mbr: 1 } };
  return {
    method: fuse.method,
    weights: Object.fromEntries(weights.map(([name, weight]) => [name, weight / total])),
  };
};

const priorsIn = ({ systems }: Config): Readonly<Record<string, number>> | undefined =>
  systems.some(({ prior }) => prior !== undefined)
    ? Object.fromEntries(systems.map(({ id, prior }) => [id, prior ?? 1]))
    : undefined;
