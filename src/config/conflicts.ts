/** Parts of a config that are right by themselves and contradict each other. */
import { join } from 'node:path';
import type { LabelledConfig, PluginOptions } from './config.ts';
import { type LongDataset, mayBePool } from './dataset.ts';
import type { Draft } from './draft.ts';
import { identity } from './files.ts';
import { valueAt } from './issues.ts';
import { isFileSystem } from './labelled.ts';
import { without } from './options.ts';
import { unknownName } from './plugged.ts';
import type { KeyPath } from './position.ts';
import { shown } from './problems.ts';
import type { ConfigFile } from './schema.ts';
import { isSecondStageFile } from './schema-ensemble.ts';
import type { PlacedSystem } from './systems.ts';
import { checkTune } from './tune.ts';
import { isRefusedKey } from './yaml.ts';

/** What the checks of this file look at. */
export interface Parts {
  readonly checked: ConfigFile;
  readonly dataset: LongDataset | undefined;
  readonly systems: readonly PlacedSystem[];
  readonly skippedIds: readonly string[];
  readonly labelled: LabelledConfig | undefined;
  readonly runFolder: string;
  readonly configFile: string;
}

/** Adds every contradiction it finds. */
export const checkConflicts = async (draft: Draft, parts: Parts): Promise<void> => {
  checkSystemsGiven(draft, parts);
  checkDialogues(draft, parts);
  checkClean(draft, parts);
  checkPriors(draft, parts);
  checkVoters(draft, parts);
  checkSkills(draft, parts);
  checkModel(draft, parts);
  checkFusion(draft, parts);
  checkScorers(draft, parts);
  checkSplits(draft, parts);
  checkTune(draft, {
    tune: parts.checked.tune,
    systems: parts.systems.map(({ system }) => system),
    skippedIds: parts.skippedIds,
    isLabelled: parts.labelled !== undefined,
  });
  await checkDatasetAsSystem(draft, parts);
  await checkOutputs(draft, parts);
};

const checkSystemsGiven = (draft: Draft, { systems, skippedIds, dataset, checked }: Parts): void => {
  if (systems.length > 0 || draft.problems.list.length > 0) return;
  if (checked.systems === undefined && dataset && mayBePool(draft, dataset)) return;
  const skipped = skippedIds.length > 0;
  draft.problems.add({
    code: 'config-missing',
    path: ['systems'],
    found: skipped ? `every system is skipped (${skippedIds.join(', ')})` : 'the key is missing',
    expected: skipped ? 'at least one whose variables are set' : 'at least one file of outputs',
    fix: skipped ? undefined : '`hapui init submissions/*.csv` writes a first config.',
  });
};

const checkDialogues = (draft: Draft, { dataset, systems }: Parts): void => {
  if (dataset?.path !== undefined) return;
  const generating = systems.find(({ system }) => !isFileSystem(draft, system));
  if (generating)
    draft.problems.add({
      code: 'config-missing',
      path: ['dataset'],
      found: 'the key is missing',
      expected: `dialogues for the system ${shown(generating.system.id)} to work on`,
    });
};

const checkClean = (draft: Draft, { checked, dataset }: Parts): void => {
  if (checked.clean === undefined || dataset?.clean === undefined) return;
  draft.problems.add({
    code: 'config-conflict',
    path: ['clean'],
    side: 'key',
    found: 'cleaning rules here and in dataset.clean',
    expected: 'one of the two',
  });
};

const checkPriors = (draft: Draft, { systems }: Parts): void => {
  if (systems.length === 0 || systems.some(({ system }) => (system.prior ?? 1) > 0)) return;
  draft.problems.add({
    code: 'config-conflict',
    path: ['systems'],
    found: 'a prior of 0 for every system',
    expected: 'a prior above 0 for at least one',
  });
};

const checkVoters = (draft: Draft, { checked, systems, skippedIds, dataset }: Parts): void => {
  const { by } = checked.mbr.votes;
  const ids = systems.length > 0 ? systems.map(({ system }) => system.id) : (dataset?.systems ?? []);
  if (by === 'all' || ids.length === 0) return;
  const known = Object.fromEntries(ids.map((id) => [id, id]));
  for (const [index, id] of by.entries()) {
    if (Object.hasOwn(known, id) || skippedIds.includes(id)) continue;
    draft.problems.add(unknownName({ path: ['mbr', 'votes', 'by', index] }, id, 'system', known));
  }
};

const checkSkills = (draft: Draft, { checked, labelled }: Parts): void => {
  if (checked.mbr.votes.weights !== 'skill' || labelled || isSecondStageFile(checked.ensemble.select)) return;
  draft.problems.add({
    code: 'config-conflict',
    path: ['mbr', 'votes', 'weights'],
    found: 'votes weighted by skill, and no `labelled` to measure it on',
    expected: '`labelled`, or other weights (uniform, prior)',
  });
};

/** A selection by what was learned, and nothing to learn from. */
const checkModel = (draft: Draft, { checked, labelled }: Parts): void => {
  const { select, fuse } = checked.ensemble;
  if (labelled) return;
  const fused = select === 'fuse' && (fuse.weights.pairwise ?? 0) > 0;
  if (select !== 'pairwise' && select !== 'pairwise+mbr' && !fused) return;
  draft.problems.add({
    code: 'config-conflict',
    path: fused ? ['ensemble', 'fuse', 'weights', 'pairwise'] : ['ensemble', 'select'],
    found: 'a selection by the pairwise model, and no `labelled` to learn it on',
    expected: '`labelled`, another selection, or a file that `hapui train` wrote',
  });
};

/** Fusing nothing would leave every dialogue to the fallback. */
const checkFusion = (draft: Draft, { checked }: Parts): void => {
  const { select, fuse } = checked.ensemble;
  if (select !== 'fuse' || Object.values(fuse.weights).some((weight) => weight > 0)) return;
  draft.problems.add({
    code: 'config-value',
    path: ['ensemble', 'fuse', 'weights'],
    found: 'no weight above 0',
    expected: 'a weight above 0 for at least one column',
  });
};

/** Columns that every run has, or may have. */
const ownColumns = ['mbr', 'skill', 'pairwise'];

const checkScorers = (draft: Draft, { checked }: Parts): void => {
  const columns: Record<string, true> = { mbr: true };
  const learned: Record<string, true> = { pairwise: true };
  for (const [index, { id }] of checked.rerank.entries()) {
    const path = ['rerank', index, 'id'];
    if (Object.hasOwn(columns, id) || ownColumns.includes(id) || isRefusedKey(id))
      draft.problems.add({
        code: 'config-conflict',
        path,
        found: `the column ${shown(id)} is taken`,
        expected: 'a name of its own for each scorer',
      });
    for (const name of neededBy(draft, index))
      if (!Object.hasOwn(columns, name))
        draft.problems.add({
          ...unknownName({ path: ['rerank', index] }, name, 'column of scores', columns),
          fix: 'A scorer sees `mbr` and the columns of the entries before its own.',
        });
    columns[id] = true;
  }
  for (const name of Object.keys(checked.ensemble.fuse.weights)) {
    if (Object.hasOwn(columns, name) || Object.hasOwn(learned, name)) continue;
    const path = ['ensemble', 'fuse', 'weights', name];
    draft.problems.add(unknownName({ path, side: 'key' }, name, 'column of scores', columns));
  }
};

/** The columns that an entry of `rerank` looks at; what is wrong with its options has been told. */
const neededBy = ({ resolved, tables }: Draft, index: number): readonly string[] => {
  const { kind, ...rest } = (valueAt(resolved, ['rerank', index]) ?? {}) as PluginOptions;
  const definition = typeof kind === 'string' ? tables.scorers[kind] : undefined;
  const options = definition?.options.safeParse(without(rest, ['id']));
  return (options?.success && definition?.needs?.(options.data)) || [];
};

/** Names of what `hapui pairs` writes beside the splits; compared without case, as some file systems do. */
const besideSplits = ['provenance', 'dropped', 'stats', 'dataset_info', 'readme'];

const checkSplits = (draft: Draft, { checked }: Parts): void => {
  const names = Object.keys(checked.preferences.splits);
  for (const [place, name] of names.entries()) {
    const twin = names.slice(0, place).find((other) => other.toLowerCase() === name.toLowerCase());
    if (twin !== undefined)
      draft.problems.add({
        code: 'config-conflict',
        path: ['preferences', 'splits', name],
        side: 'key',
        found: `the splits ${shown(twin)} and ${shown(name)}, whose files are one where file names have no case`,
        expected: 'names that differ in more than case',
      });
    if (besideSplits.includes(name.toLowerCase()))
      draft.problems.add({
        code: 'config-conflict',
        path: ['preferences', 'splits', name],
        side: 'key',
        found: `a split called ${shown(name)}, as a file that is written beside the splits`,
        expected: 'another name, such as train or test',
      });
  }
  const sum = Object.values(checked.preferences.splits).reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) < 1e-9) return;
  draft.problems.add({
    code: 'config-value',
    path: ['preferences', 'splits'],
    found: `shares that add up to ${Number(sum.toFixed(6))}`,
    expected: 'shares that add up to 1',
  });
};

const checkDatasetAsSystem = async (draft: Draft, { dataset, systems }: Parts): Promise<void> => {
  if (dataset?.path === undefined) return;
  const dialogues = await identity(draft, dataset.path);
  for (const { system, path } of systems) {
    const file = system.options.path;
    if (typeof file !== 'string' || (await identity(draft, file)) !== dialogues) continue;
    draft.problems.add({
      code: 'config-conflict',
      path,
      found: `${shown(file)} is the dataset itself`,
      expected: 'outputs of a system',
      fix: 'Put the outputs in a folder of their own, or name them one by one.',
    });
  }
};

/** Files that a run writes into its own folder, beside the summaries. */
const ownFiles = [
  'run.json',
  'decisions.jsonl',
  'scores.jsonl',
  'quarantine.jsonl',
  'second-stage.json',
  'report.html',
];

const checkOutputs = async (
  draft: Draft,
  { checked, runFolder, configFile, ...parts }: Parts,
): Promise<void> => {
  const { summaries } = checked.output;
  const names = [summaries.path, ...ownFiles];
  const clash = ownFiles.includes(summaries.path.toLowerCase());
  const outputs = new Set(await Promise.all(names.map((name) => identity(draft, join(runFolder, name)))));
  const inputs = [...inputsOf(parts), { file: configFile, path: [] }];
  for (const { file, path } of inputs) {
    if (!outputs.has(await identity(draft, file))) continue;
    draft.problems.add({
      code: 'output-folder',
      path,
      found: `${shown(file)} would be overwritten by the run’s own output`,
      expected: 'inputs outside of the run’s folder',
      fix: 'Set `name`, `output.folder` or `output.summaries.path` to something else.',
    });
  }
  if (clash)
    draft.problems.add({
      code: 'config-conflict',
      path: ['output', 'summaries', 'path'],
      found: shown(summaries.path),
      expected: 'a name that no other output has',
    });
};

const inputsOf = ({
  dataset,
  systems,
  labelled,
}: Pick<Parts, 'dataset' | 'systems' | 'labelled'>): readonly { file: string; path: KeyPath }[] => {
  const found: { file: unknown; path: KeyPath }[] = [
    { file: dataset?.path, path: ['dataset'] },
    { file: labelled?.dataset.path, path: ['labelled', 'dataset'] },
    ...systems.map(({ system, path }) => ({ file: system.options.path, path })),
    ...(labelled?.systems ?? []).map(({ options }) => ({
      file: options.path,
      path: ['labelled', 'systems'],
    })),
  ];
  return found.filter((each): each is { file: string; path: KeyPath } => typeof each.file === 'string');
};
