/** Dialogues of the run that are also labelled would make every gain look larger than it is: refused unless allowed. */
import type { Dataset } from '../dialogues/dataset.ts';
import { findOverlap } from '../dialogues/leaks.ts';
import { firstFew, InputError } from '../errors.ts';
import { openDatasetOf } from './inputs.ts';
import type { Workspace } from './workspace.ts';

/** Compares the two datasets of the config, where it has both. Throws `input-overlap`. */
export const checkOverlap = async ({ options: { config, cwd, env } }: Workspace): Promise<void> => {
  const { dataset, labelled, folder } = config;
  if (dataset === undefined || labelled === undefined || labelled.allow_overlap) return;
  const place = { folder, cwd, env };
  const own = await openDatasetOf(dataset, place);
  const other = await openDatasetOf(labelled.dataset, place);
  try {
    await refuseOverlap(own, other);
  } finally {
    await own.close();
    await other.close();
  }
};

/** Throws `input-overlap` where the datasets share a dialogue, exactly or nearly. */
export const refuseOverlap = async (dataset: Dataset, labelled: Dataset): Promise<void> => {
  if (dataset.idsOnly) return;
  const shared = (await findOverlap(dataset, labelled)).filter(({ kind }) => kind !== 'id');
  if (shared.length === 0) return;
  const cases = shared.map(({ id, otherId, kind, similarity }) =>
    kind === 'exact'
      ? `${id} = ${otherId}`
      : `${id} ≈ ${otherId} (${Math.round(100 * (similarity ?? 0))} % alike)`,
  );
  throw new InputError(
    'input-overlap',
    {
      where: `${dataset.label}, ${labelled.label}`,
      found: `${shared.length} dialogues are in both: ${firstFew(cases)}`,
      expected: 'labelled dialogues that the run does not decide',
      fix: 'Leave them out of `labelled`, or set labelled.allow_overlap: true and expect gains that are too high.',
    },
    { data: { ids: shared.map(({ id }) => id) } },
  );
};
