/** `labelled` → dataset and outputs, each matched to one of the systems. */
import { firstFew } from '../errors.ts';
import { nearest } from '../registry.ts';
import type { DatasetConfig, LabelledConfig, LabelledSystem, PluginOptions, SystemConfig } from './config.ts';
import { longDataset, mayBePool } from './dataset.ts';
import type { Draft } from './draft.ts';
import { checkFile, filesOf, identity } from './files.ts';
import { without } from './options.ts';
import { idOfFile } from './paths.ts';
import type { KeyPath } from './position.ts';
import { shown } from './problems.ts';
import type { ConfigFile } from './schema.ts';
import { entriesOf, pathKey } from './systems.ts';
import { substituted } from './variables.ts';

type Labelled = NonNullable<ConfigFile['labelled']>;

/** Expands `labelled`; a file that matches no system is a problem, a system without a file is only noted. */
export const expandLabelled = async (
  draft: Draft,
  labelled: Labelled,
  systems: readonly SystemConfig[],
): Promise<LabelledConfig> => {
  const dataset = await labelledDataset(draft, labelled.dataset);
  const found = await matchFiles(draft, labelled, systems, dataset);
  const readers = systems.filter((system) => isFileSystem(draft, system));
  checkSystemsGiven(draft, labelled, dataset, systems.length > readers.length);
  await checkFittedOn(draft, labelled.fitted_on ?? {}, systems);
  const matched = new Set(found.map(({ system }) => system));
  return {
    dataset,
    systems: found,
    without: readers.map(({ id }) => id).filter((id) => !matched.has(id)),
    allow_overlap: labelled.allow_overlap,
    fitted_on: labelled.fitted_on ?? {},
  };
};

const labelledDataset = async (draft: Draft, dataset: Labelled['dataset']): Promise<DatasetConfig> => {
  const { clean: _, ...long } = await longDataset(draft, dataset, ['labelled', 'dataset']);
  return { ...long, path: long.path as string };
};

/** Whether a system reads its answers; one that computes them runs on the labelled dialogues itself. */
export const isFileSystem = ({ tables }: Pick<Draft, 'tables'>, { kind }: SystemConfig): boolean =>
  tables.generators[kind]?.reads === 'file';

const matchFiles = async (
  draft: Draft,
  labelled: Labelled,
  systems: readonly SystemConfig[],
  dataset: DatasetConfig,
): Promise<readonly LabelledSystem[]> => {
  const references = await identity(draft, dataset.path);
  const found: LabelledSystem[] = [];
  for (const { entry, path } of entriesOf(labelled.systems, ['labelled', 'systems'])) {
    const long = typeof entry === 'string' ? { path: entry } : entry;
    for (const file of await filesOf(draft, long.path, pathKey(draft, path))) {
      if ((await identity(draft, file)) === references) {
        addDatasetAsSystem(draft, file, path);
        continue;
      }
      const system = systemFor(draft, long.id ?? idOfFile(substituted(file, draft.env)), systems);
      if (!system) addUnmatched(draft, file, long.id, systems, path);
      else if (found.some((other) => other.system === system.id)) addSecond(draft, system.id, file, path);
      else found.push({ system: system.id, options: labelledOptions(system, long as PluginOptions, file) });
    }
  }
  return found;
};

/** By id; else by the name of the system's own file, for systems that were renamed by `id`. */
const systemFor = (
  { env }: Draft,
  name: string,
  systems: readonly SystemConfig[],
): SystemConfig | undefined => {
  const byFile = systems.filter(
    ({ options: { path } }) => typeof path === 'string' && idOfFile(substituted(path, env)) === name,
  );
  return systems.find(({ id }) => id === name) ?? (byFile.length === 1 ? byFile[0] : undefined);
};

const labelledOptions = (system: SystemConfig, entry: PluginOptions, file: string): PluginOptions => ({
  ...system.options,
  ...without(entry, ['id']),
  path: file,
});

const addDatasetAsSystem = (draft: Draft, file: string, path: KeyPath): void =>
  draft.problems.add({
    code: 'config-conflict',
    path,
    found: `${shown(file)} is the labelled dataset itself`,
    expected: 'outputs of systems',
    fix: 'Put the outputs in a folder of their own, or name them one by one.',
  });

const addUnmatched = (
  draft: Draft,
  file: string,
  id: string | undefined,
  systems: readonly SystemConfig[],
  path: KeyPath,
): void => {
  const ids = systems.map((system) => system.id);
  const near = nearest(id ?? idOfFile(file), ids);
  draft.problems.add({
    code: 'config-unknown-name',
    path,
    found: `${shown(file)} matches no system`,
    expected: `the id of one (${firstFew(ids, 6) || 'there are none'})`,
    fix: near === undefined ? `Name its system: { id: …, path: ${file} }.` : `Did you mean "${near}"?`,
  });
};

const addSecond = (draft: Draft, id: string, file: string, path: KeyPath): void =>
  draft.problems.add({
    code: 'config-conflict',
    path,
    found: `${shown(file)} is a second file for the system ${shown(id)}`,
    expected: 'one file a system',
  });

const checkSystemsGiven = (
  draft: Draft,
  labelled: Labelled,
  dataset: DatasetConfig,
  generates: boolean,
): void => {
  if (labelled.systems !== undefined || generates || mayBePool(draft, dataset)) return;
  draft.problems.add({
    code: 'config-missing',
    path: ['labelled', 'systems'],
    found: 'the key is missing',
    expected: 'the systems’ outputs on the labelled dialogues, such as dev/*.csv',
  });
};

const checkFittedOn = async (
  draft: Draft,
  fittedOn: NonNullable<Labelled['fitted_on']>,
  systems: readonly SystemConfig[],
): Promise<void> => {
  const ids = systems.map(({ id }) => id);
  for (const [id, dialogues] of Object.entries(fittedOn)) {
    const path = ['labelled', 'fitted_on', id];
    const near = nearest(id, ids);
    if (ids.length > 0 && !ids.includes(id))
      draft.problems.add({
        code: 'config-unknown-name',
        path,
        side: 'key',
        found: `unknown system ${shown(id)}`,
        expected: `one of ${firstFew(ids, 6)}`,
        fix: near === undefined ? undefined : `Did you mean "${near}"?`,
      });
    if (typeof dialogues === 'string') await checkFile(draft, dialogues, path);
  }
};
