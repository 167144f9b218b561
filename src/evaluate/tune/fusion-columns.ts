/** The columns that fusion may weigh, as dialogues that nobody has seen would have them. */
import { expectedUtilities } from '../../rerank/mbr.ts';
import { resolveVotes, type VotesOptions } from '../../rerank/votes.ts';
import { fitPairwise, settle } from '../fit-pairwise.ts';
import { assignFolds } from '../folds.ts';
import type { LabelledPool } from '../labelled-pool.ts';
import type { RungContext } from '../rungs/define.ts';
import { fitSkills } from '../skills.ts';
import type { Columns } from './fused-pool.ts';

export interface FusionSource {
  /** `mbr`, ids of scorers, `pairwise`. */
  readonly names: readonly string[];
  readonly votes: VotesOptions;
  /** Prior by id of the system; undefined where the user set none, so that skills break ties. */
  readonly priors: Readonly<Record<string, number>> | undefined;
}

/** What was learned on a training set. */
export interface FittedColumns {
  /** Columns of a training dialogue by a fit that did not see it, of any other by the fit on the whole training set. */
  columns(pool: LabelledPool): Columns;
  /** What breaks ties, by system. */
  readonly standing: Float64Array;
}

/** Folds in which a training dialogue's own labels are kept out of its columns. */
const ownFolds = 5;

/** Fits what the columns need. Without `pairwise` and skills nothing is fitted, and columns are made once. */
export const fitColumns = (
  source: FusionSource,
  training: readonly LabelledPool[],
  context: RungContext,
): FittedColumns => {
  const skills = fitSkills(training, context.systems.length);
  const standing = source.priors ? priorsOf(source, context) : skills;
  const isLearned = source.names.includes('pairwise') || source.votes.weights === 'skill';
  if (!isLearned) return { standing, columns: plainColumns(source, context) };
  // settled once a training set: the ladder's rungs do no more
  const settled = source.names.includes('pairwise') ? settle(training, context) : context;
  const whole = learnedColumns(source, training, settled);
  const foldOf = assignFolds(training, ownFolds, context.seed, 'columns');
  const byFold = Array.from({ length: Math.max(...foldOf) + 1 }, (_, fold) =>
    learnedColumns(
      source,
      training.filter((_, item) => foldOf[item] !== fold),
      settled,
    ),
  );
  const own = new Map(training.map((pool, item) => [pool, byFold[foldOf[item]!]!]));
  return { standing, columns: (pool) => (own.get(pool) ?? whole)(pool) };
};

type ColumnsOf = (pool: LabelledPool) => Columns;

const made = new WeakMap<LabelledPool, { readonly source: FusionSource; readonly columns: Columns }>();

/** The same arrays each time: what is made of them is kept too. */
const plainColumns =
  (source: FusionSource, context: RungContext): ColumnsOf =>
  (pool) => {
    const found = made.get(pool);
    if (found?.source === source) return found.columns;
    const columns = { ...scorerColumns(pool, source, context), mbr: votesOf(pool, source, context) };
    made.set(pool, { source, columns });
    return columns;
  };

const learnedColumns = (
  source: FusionSource,
  training: readonly LabelledPool[],
  context: RungContext,
): ColumnsOf => {
  const skills = fitSkills(training, context.systems.length);
  const model = source.names.includes('pairwise') ? fitPairwise(training, context) : undefined;
  return (pool) => ({
    ...scorerColumns(pool, source, context),
    mbr: votesOf(pool, source, context, skills),
    ...(model ? { pairwise: model.scores(pool) } : {}),
  });
};

const votesOf = (
  pool: LabelledPool,
  source: FusionSource,
  context: RungContext,
  skills?: Float64Array,
): Float64Array =>
  expectedUtilities({
    ...pool,
    votes: resolveVotes(source.votes, {
      systems: context.systems,
      clusterOf: context.clusterOf,
      priors: priorsOf(source, context),
      skills,
    }),
  });

const priorsOf = ({ priors = {} }: FusionSource, { systems }: RungContext): Float64Array =>
  Float64Array.from(systems, (id) => priors[id] ?? 1);

const kept = new WeakMap<LabelledPool, Columns>();

/** They travel among the features. */
const scorerColumns = (pool: LabelledPool, { names }: FusionSource, { features }: RungContext): Columns => {
  const found = kept.get(pool);
  if (found) return found;
  const { rows, width, values } = pool.statics;
  const columns: Record<string, Float64Array> = {};
  for (const name of names) {
    const feature = features.indexOf(`scorer.${name}`);
    if (feature >= 0)
      columns[name] = Float64Array.from({ length: rows }, (_, row) => values[row * width + feature]!);
  }
  kept.set(pool, columns);
  return columns;
};
