/** Why a dialogue has its summary: the candidates compared anew, the votes as they were cast. */
import { resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { type ResolvedVotes, rowVotes } from '../rerank/votes.ts';
import type { Candidate } from '../types.ts';
import { createMainHost } from '../workers/host.ts';
import { preparePool } from '../workers/tasks/prepare.ts';
import { createTools } from '../workers/tasks/tools.ts';
import { dialogueOf, type FinishedDialogue, type FinishedManifest, type FinishedRun } from './finished.ts';

/** A decided dialogue with what its votes saw. */
export interface Explanation extends FinishedDialogue {
  readonly systems: FinishedManifest['systems'];
  /** Row → hypothesis; −1 for a row without text. Rows are those of `scores`. */
  readonly hypothesisOf: Int32Array;
  readonly hypotheses: number;
  /** u(hypothesis, pseudo-reference), row-major. */
  readonly utility: Float64Array;
  /** Row → cluster of its system. */
  readonly cluster: readonly number[];
  /** Row → weight of its vote. */
  readonly weight: Float64Array;
  /** Whether votes of a row's own cluster are left out of its evidence. */
  readonly leaveOut: boolean;
}

export interface ExplainOptions {
  readonly run: FinishedRun;
  readonly id: string;
  readonly cwd: string;
  readonly allowCommands: boolean;
}

/** Explains one dialogue of a finished run. */
export const explain = async ({ run, id, cwd, allowCommands }: ExplainOptions): Promise<Explanation> => {
  const { manifest } = run;
  const dialogue = await dialogueOf(run, id);
  const systems = manifest.systems.map((system) => system.id);
  const folder = configFolder(manifest, cwd);
  const host = createMainHost({ folder, allowCommands });
  const tools = await createTools(
    {
      plugins: manifest.config.plugins.map((path) => resolve(folder, path)),
      tokenizer: manifest.config.tokenizer,
      metric: {
        name: manifest.config.mbr.utility.metric,
        options: manifest.config.mbr.utility.options,
      },
      weights: manifest.config.mbr.utility.weights,
      clean: manifest.config.clean,
      output_clean: manifest.config.output.clean,
      systems,
    },
    host,
  );
  try {
    const candidates: Candidate[] = dialogue.scores.map(({ system, candidate, text, status }) => ({
      system,
      candidate,
      text,
      status,
    }));
    const pool = { dialogue: { id, index: 0, text: '', references: [] }, candidates };
    const prepared = await preparePool({ pool }, tools);
    const votes = votesOf(manifest);
    return {
      ...dialogue,
      systems: manifest.systems,
      hypothesisOf: prepared.collapsed.hypothesisOf,
      hypotheses: prepared.collapsed.hypotheses.length,
      utility: prepared.utility,
      cluster: [...prepared.rows].map((system) => votes.clusterOf[system]!),
      ...rowVotes(prepared.rows, prepared.collapsed.hypothesisOf, votes),
    };
  } finally {
    await tools.tokenizer?.close?.();
  }
};

const configFolder = ({ config }: FinishedManifest, cwd: string): string =>
  resolve(cwd, String((config as unknown as Pick<Config, 'file'>).file), '..');

const votesOf = ({ votes, systems }: FinishedManifest): ResolvedVotes => ({
  voters: systems.map(({ id }) => votes.voters.includes(id)),
  weight: Float64Array.from(votes.weight),
  clusterOf: Int32Array.from(votes.cluster),
  ownCluster: votes.own_cluster,
});
