/** One system of a pool as a file of candidates. */
import { at, ConfigError, firstFew } from '../errors.ts';
import { nearest } from '../registry.ts';
import type { CandidateFile } from './candidate-file.ts';
import type { Dataset } from './dataset.ts';

/** The candidates of `system` in the pool `dataset`. Throws `config-unknown-name` where the pool does not have it. */
export const poolCandidates = (dataset: Dataset, system: string): CandidateFile => {
  const { pool, path, label, sha256 } = dataset;
  const found = pool?.systems.find(({ id }) => id === system);
  if (pool === undefined || found === undefined) throw unknownSystem(dataset, system);
  return {
    path,
    label,
    sha256,
    format: 'pool',
    columns: { id: dataset.columns.id, summary: ['text'], logprob: [], tokens: [] },
    rows: found.rows,
    covered: found.covered,
    inOrder: true,
    unknown: { count: 0, ids: [] },
    indexBytes: 0,
    cursor: () => pool.cursor(system),
  };
};

const unknownSystem = ({ label, systems = [] }: Dataset, system: string): ConfigError => {
  const near = nearest(system, systems);
  return new ConfigError(
    'config-unknown-name',
    {
      where: at(label),
      found: systems.length === 0 ? 'the dataset is no pool file' : `the pool has no system "${system}"`,
      expected: systems.length === 0 ? undefined : `one of ${firstFew(systems, 12)}`,
      fix: near === undefined ? undefined : `Did you mean "${near}"?`,
    },
    { data: { file: label, system } },
  );
};
