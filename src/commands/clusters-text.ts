/** Clusters of systems in words. */
import type { Cluster } from '../ensemble/clusters.ts';
import { figure } from './table.ts';

/** One line a cluster of several systems. */
export const clusterLines = (clusters: readonly Cluster[]): string[] =>
  clusters
    .filter(({ systems }) => systems.length > 1)
    .map(
      ({ systems, reason, similarity }) =>
        `Cluster (${reason}, mean utility ${figure(similarity, 3)}): ${systems.join(', ')}`,
    );
