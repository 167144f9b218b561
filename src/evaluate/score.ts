/** Scores of summaries against human references. */
import type { Metric, Tokens } from '../types.ts';

/** What several references of a dialogue count as: per type the best one, as `score_multi` does, or their mean. */
export const referenceModes = ['best', 'mean'] as const;
export type ReferenceMode = (typeof referenceModes)[number];

/** The types whose mean F is *the* score: what the leaderboard ranks by. */
export const scoredTypes: readonly string[] = ['rouge1', 'rouge2', 'rougeL'];

export interface Parts {
  readonly precision: number;
  readonly recall: number;
  readonly fmeasure: number;
}

/** One summary against the references of its dialogue. */
export interface RowScore {
  /** In the order of the metric's types. */
  readonly parts: readonly Parts[];
  /** The original package's message where it raises for every reference; all parts are 0 then. */
  readonly error?: string;
}

/** Scores of several summaries of one dialogue. Without a reference, it counts as one without a word. */
export const scoreRows = (
  metric: Metric,
  hypotheses: readonly Tokens[],
  references: readonly Tokens[],
  mode: ReferenceMode,
): RowScore[] => {
  const columns = references.length === 0 ? [[]] : references;
  const { precision, recall, fmeasure, errors } = metric.matrix(hypotheses, columns);
  const reduce = mode === 'best' ? best : mean;
  return hypotheses.map((_, row) => {
    const cells = columns.map((_, column) => row * columns.length + column);
    const parts = metric.types.map((_, type) =>
      reduce(
        cells.map((cell) => ({
          precision: precision[type]![cell]!,
          recall: recall[type]![cell]!,
          fmeasure: fmeasure[type]![cell]!,
        })),
      ),
    );
    const error = cells.every((cell) => errors.has(cell)) ? errors.get(cells[0]!) : undefined;
    return error === undefined ? { parts } : { parts, error };
  });
};

/** The first of those with the highest F. */
const best = (all: readonly Parts[]): Parts =>
  all.reduce((held, parts) => (parts.fmeasure > held.fmeasure ? parts : held));

const mean = (all: readonly Parts[]): Parts => {
  const sum = (part: keyof Parts): number =>
    all.reduce((total, parts) => total + parts[part], 0) / all.length;
  return { precision: sum('precision'), recall: sum('recall'), fmeasure: sum('fmeasure') };
};

/** Mean F over `scoredTypes`; a metric that has none of them counts all of its own. */
export const scoreOf = (types: readonly string[], parts: readonly Parts[]): number => {
  const named = parts.filter((_, type) => scoredTypes.includes(types[type]!));
  const counted = named.length === 0 ? parts : named;
  return counted.reduce((sum, { fmeasure }) => sum + fmeasure, 0) / counted.length;
};
