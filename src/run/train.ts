/** Learns the second stage from `labelled`: skills, the ladder's choice, what it gains out of fold. */
import type { SecondStage } from '../evaluate/second-stage.ts';
import { withLearning } from './learning.ts';
import { fingerprintsOf } from './seen.ts';
import { withLabelled } from './with-labelled.ts';
import type { Workspace } from './workspace.ts';

/** A second stage and where it comes from. */
export interface Learned {
  readonly secondStage: SecondStage;
  /** Whether this run trained it, rather than finding it. */
  readonly trained: boolean;
}

/** Trains, unless `found` knows a second stage of the same inputs. */
export const train = (
  workspace: Workspace,
  found: (current: Pick<SecondStage, 'signature' | 'inputs'>) => Promise<SecondStage | undefined>,
): Promise<Learned> =>
  withLabelled(workspace, async ({ options, part, labelled }) => {
    const known = await found(options);
    if (known) return { secondStage: known, trained: false };
    const source = await labelled();
    const { secondStage } = await withLearning(workspace, await source(), options, ({ learn }) => learn());
    return {
      secondStage: { ...secondStage, seen: await fingerprintsOf(part.inputs.dataset) },
      trained: true,
    };
  });
