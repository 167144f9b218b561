/**
 * Systems that are no independent witnesses: near-copies, found, and families, declared. 42 near-copies of one pipeline
 * would outvote six better systems in almost every dialogue.
 */
import { firstFew } from '../errors.ts';

/** What clusters are found from; arrays and lists are by system, in config order. */
export interface ClusterInput {
  /** Ids. */
  readonly systems: readonly string[];
  /** S×S mean symmetric utility; NaN where two systems never meet. */
  readonly similarity: Float64Array;
  /** Two systems more alike than this are near-copies. */
  readonly threshold: number;
  /** Declared family of each system, where it has one. */
  readonly families: readonly (string | undefined)[];
}

/** Systems that share one vote. */
export interface Cluster {
  /** Ids, in config order. */
  readonly systems: readonly string[];
  /** `family`: its members are tied by declared families alone; `near-copies`: by likeness too. */
  readonly reason: 'family' | 'near-copies' | 'single';
  /** Mean similarity over its pairs that meet; absent where there is none. */
  readonly similarity?: number;
}

export interface Clusters {
  /** System → cluster; clusters are numbered by their first member. */
  readonly clusterOf: Int32Array;
  readonly clusters: readonly Cluster[];
}

/** Connected components of systems that are more alike than the threshold or share a family. O(S²). */
export const findClusters = (input: ClusterInput): Clusters => {
  const { systems, similarity, threshold, families } = input;
  const isFamily = (a: number, b: number) => families[a] !== undefined && families[a] === families[b];
  const isCopy = (a: number, b: number) => similarity[a * systems.length + b]! > threshold;
  const declared = components(systems.length, isFamily);
  const clusterOf = components(systems.length, (a, b) => isFamily(a, b) || isCopy(a, b));
  const count = Math.max(-1, ...clusterOf) + 1;
  const clusters = Array.from({ length: count }, (_, cluster) =>
    describe(input, membersOf(clusterOf, cluster), declared),
  );
  return { clusterOf, clusters };
};

const membersOf = (clusterOf: Int32Array, cluster: number): number[] =>
  [...clusterOf.keys()].filter((system) => clusterOf[system] === cluster);

const describe = (input: ClusterInput, members: readonly number[], declared: Int32Array): Cluster => {
  const similarity = meanWithin(input, members);
  const tied = members.every((system) => declared[system] === declared[members[0]!]);
  return {
    systems: members.map((system) => input.systems[system]!),
    reason: members.length === 1 ? 'single' : tied ? 'family' : 'near-copies',
    ...(similarity === undefined ? {} : { similarity }),
  };
};

/** Numbers the components of the graph of `related` by their first member. */
const components = (systems: number, related: (a: number, b: number) => boolean): Int32Array => {
  const root = Int32Array.from({ length: systems }, (_, system) => system);
  const find = (system: number): number => (root[system] === system ? system : find(root[system]!));
  for (let a = 0; a < systems; a++) {
    for (let b = a + 1; b < systems; b++) {
      if (!related(a, b)) continue;
      const [low, high] = [find(a), find(b)].sort((x, y) => x - y);
      root[high!] = low!;
    }
  }
  const numbers = new Map<number, number>();
  return root.map((_, system) => {
    const first = find(system);
    if (!numbers.has(first)) numbers.set(first, numbers.size);
    return numbers.get(first)!;
  });
};

const meanWithin = (
  { systems, similarity }: ClusterInput,
  members: readonly number[],
): number | undefined => {
  const pairs = members
    .flatMap((a, place) => members.slice(place + 1).map((b) => similarity[a * systems.length + b]!))
    .filter((value) => !Number.isNaN(value));
  return pairs.length === 0 ? undefined : pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
};

/** An electorate: weights and clusters by system, and who votes at all. */
export interface Shares {
  readonly weight: Float64Array;
  readonly clusterOf: Int32Array;
  readonly voters?: readonly boolean[];
}

/**
 * 1 / Σ share² over clusters (Kish's effective sample size), where all systems are present: as many equal, independent
 * voters would decide alike. A cluster weighs the mean of its voting members. 0 where nobody votes.
 */
export const effectiveVoters = ({ weight, clusterOf, voters }: Shares): number => {
  const sums = new Map<number, { weight: number; members: number }>();
  for (const [system, cluster] of clusterOf.entries()) {
    if (voters && !voters[system]) continue;
    const sum = sums.get(cluster) ?? { weight: 0, members: 0 };
    sums.set(cluster, { weight: sum.weight + weight[system]!, members: sum.members + 1 });
  }
  const shares = [...sums.values()].map((sum) => sum.weight / sum.members);
  const total = shares.reduce((sum, value) => sum + value, 0);
  const squares = shares.reduce((sum, value) => sum + value ** 2, 0);
  return squares === 0 ? 0 : total ** 2 / squares;
};

/** A doubt about the independence of the voters, in one sentence for the user. */
export interface ClusterWarning {
  readonly kind: 'majority' | 'near-copies';
  readonly systems: readonly string[];
  readonly text: string;
}

/** Warns of clusters that hold more than half of the systems, or near-copies of each other; once of each cluster. */
export const clusterWarnings = (clusters: readonly Cluster[], threshold: number): ClusterWarning[] => {
  const total = clusters.reduce((sum, { systems }) => sum + systems.length, 0);
  return clusters.flatMap(({ systems, reason, similarity }): ClusterWarning[] => {
    const holdsMajority = systems.length > 1 && systems.length * 2 > total;
    const areCopies = reason === 'near-copies';
    if (!holdsMajority && !areCopies) return [];
    const figure =
      similarity === undefined ? '' : ` (mean utility ${similarity.toFixed(3)}, threshold ${threshold})`;
    const tie = areCopies ? `are near-copies of each other${figure}` : 'are one family';
    const named = `${systems.length} of ${total} systems (${firstFew(systems)}) ${tie}`;
    return [
      holdsMajority
        ? { kind: 'majority', systems, text: `${named}: without one vote a cluster they would decide alone` }
        : { kind: 'near-copies', systems, text: `${named} and share one vote` },
    ];
  });
};
