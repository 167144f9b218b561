/**
 * Dialogues without a text. Nobody may invent one for them, so their summaries can only come from files; where no file has one, the
 * run could not end well, and that is told before anything is computed or paid.
 */
import { createCleaner } from '../dialogues/clean/index.ts';
import type { Dataset } from '../dialogues/dataset.ts';
import { firstFew, InputError } from '../errors.ts';
import { isBlank } from '../text/blank.ts';
import { type Inputs, openDatasetOf } from './inputs.ts';
import { openPartInputs, type PartSpec } from './part.ts';
import { readPools } from './pools.ts';
import { type Selection, selectDialogues } from './windows.ts';
import type { Workspace } from './workspace.ts';

/** Looks at a part that is not open yet. Where the texts are there, the files of its systems are opened only for a blank one. */
export const checkBlank = async (workspace: Workspace, spec: PartSpec): Promise<void> => {
  const { config, cwd, env } = workspace.options;
  if (spec.dataset !== undefined) {
    const dataset = await openDatasetOf(spec.dataset, { folder: config.folder, cwd, env, needs: spec.needs });
    await dataset.close();
    if (dataset.blank.length === 0) return;
  }
  const inputs = await openPartInputs(workspace, spec);
  try {
    const selection = selectDialogues(inputs.dataset, spec.selection);
    await refuseBlank({ inputs, selection }, workspace);
  } finally {
    await inputs.close();
  }
};

/** Throws `input-empty` where a selected dialogue is blank and no file has a text for it. */
export const refuseBlank = async (
  { inputs, selection }: { readonly inputs: Inputs; readonly selection: Selection },
  { options: { config } }: Workspace,
): Promise<void> => {
  const { dataset, systems } = inputs;
  const chosen = selectBlank(dataset, selection);
  if (chosen.size === 0) return;
  const cleaner = createCleaner(config.clean);
  const ids: string[] = [];
  const sources = systems.map((system) => system.source());
  for await (const pools of readPools(dataset, chosen, sources))
    for (const { dialogue, candidates } of pools)
      if (candidates.every(({ text }) => isBlank(cleaner.clean(text)))) ids.push(dialogue.id);
  if (ids.length === 0) return;
  const lack = dataset.idsOnly ? 'known by id alone' : 'empty';
  throw new InputError(
    'input-empty',
    {
      where: dataset.label,
      found:
        ids.length === 1
          ? `the dialogue ${ids[0]} is ${lack}, and no file has a summary of it`
          : `${ids.length} dialogues are ${lack}, and no file has a summary of them: ${firstFew(ids)}`,
      expected: 'a dialogue to summarise, or a summary from at least one file',
      fix: dataset.idsOnly
        ? 'Give `dataset` with the dialogues, or leave these ids out.'
        : 'Give them a text, or leave these ids out.',
    },
    { data: { ids } },
  );
};

/** The selected dialogues without a text: all of them where only ids are known. */
const selectBlank = (dataset: Dataset, selection: Selection): Selection => {
  if (dataset.idsOnly) return selection;
  const blank = new Set(dataset.blank.filter((index) => selection.has(index)));
  return { ...selection, size: blank.size, has: (index) => blank.has(index) };
};
