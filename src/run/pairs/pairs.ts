/** `hapui pairs`: from a checked config to files of preference pairs, in flat memory. */
import { basename, dirname, resolve } from 'node:path';
import type { Config } from '../../config/index.ts';
import { firstFew, InputError } from '../../errors.ts';
import { createPairFigures, type PairFigures } from '../../preferences/card/figures.ts';
import type { WrittenSplit } from '../../preferences/formats/define.ts';
import { pairFormats } from '../../preferences/formats/index.ts';
import type { MiningPlan } from '../../preferences/mine.ts';
import { goldSystem } from '../../preferences/pool.ts';
import { type HumanFile, readHumanFile } from '../../preferences/sources/human.ts';
import { createSplitGuard } from '../../preferences/split.ts';
import { strategies } from '../../preferences/strategies/index.ts';
import type { PairStats } from '../../preferences/types.ts';
import type { MinedDialogue, MinePlan } from '../../workers/tasks/mine.ts';
import { pairsFolder } from '../beside.ts';
import { type OutputFolder, openOutputFolder } from '../files.ts';
import { openDatasetOf } from '../inputs.ts';
import { datasetPart, labelledPart, type OpenedPart, openPart } from '../part.ts';
import { fillAll, poolsOf, survey } from '../passes.ts';
import { inputFiles } from '../pipeline.ts';
import { stage } from '../progress.ts';
import { scoreAll } from '../scores.ts';
import { type RunStatistics, votesOf } from '../statistics.ts';
import { type RunOptions, type Workspace, withWorkspace } from '../workspace.ts';
import { openBlockList } from './block-list.ts';
import { openTokenBudget } from './budget.ts';
import { type Course, courseOf } from './course.ts';
import { type FormatFiles, openFormatFiles } from './format-files.ts';
import { placeDialogues } from './places.ts';
import { promptOf } from './prompt.ts';
import { type OpenSecondStage, prepareSecondStage, secondStageColumn } from './second-stage.ts';
import { createSortedRecords, type SortedRecords } from './sorted-records.ts';
import { createPairTally, type PairTally } from './tally.ts';

/** What was written. */
export interface PairsResult {
  /** Folder with one folder a format. */
  readonly folder: string;
  readonly course: Course;
  readonly stats: PairStats;
  readonly figures: PairFigures;
  /** By format. */
  readonly written: Readonly<Record<string, readonly WrittenSplit[]>>;
}

/** Mines pairs and writes them. Throws before anything is replaced. */
export const pairs = async (options: RunOptions): Promise<PairsResult> => {
  const { config } = options;
  const root = await openOutputFolder(dirname(config.run_folder), { inputs: pairInputs(config) });
  const runFolder = await root.folder(basename(config.run_folder));
  const folder = await runFolder.folder(pairsFolder);
  return withWorkspace(options, async (workspace) => {
    const course = courseOf(config, await factsOf(workspace));
    const selection = { limit: options.limit, only: options.only };
    const spec =
      course.dialogues === 'dataset'
        ? datasetPart(config, options.tables, selection)
        : { ...labelledPart(config, options.tables), selection };
    const secondStage = await prepareSecondStage(workspace, course, runFolder);
    const part = await openPart(workspace, spec);
    try {
      refuseWithoutText(part);
      await fillAll(workspace, part);
      const tally = createPairTally(config.preferences.filters, Object.keys(config.preferences.splits));
      const records = createSortedRecords<MinedDialogue>(workspace.spool, 'pairs');
      await mineAll(workspace, part, { course, secondStage }, records, tally);
      const stats = tally.stats({
        strategy: course.human === undefined ? config.preferences.strategy : 'judged',
        sources: course.sources,
        signature: part.scoring.signature,
        seed: config.seed,
      });
      return {
        folder: folder.path,
        course,
        stats,
        ...(await writeAll(config, folder, part, records, stats)),
      };
    } finally {
      await part.close();
    }
  });
};

/** Files that the config names: no pair may replace them. */
const pairInputs = (config: Config): string[] => {
  const { prompt, filters, source } = config.preferences;
  const files = [source]
    .flat()
    .flatMap((each) => (typeof each === 'object' && 'file' in each ? [each.file] : []));
  const blocked = filters.contaminated === false ? [] : filters.contaminated.files;
  const own = [...(prompt === undefined ? [] : [prompt]), ...files, ...blocked];
  return [...inputFiles(config), ...own.map((file) => resolve(config.folder, file))];
};

const factsOf = async ({ options: { config, cwd, env } }: Workspace) => {
  if (!config.dataset) return { hasReferences: false, hasDialogues: false };
  const dataset = await openDatasetOf(config.dataset, { folder: config.folder, cwd, env });
  try {
    return { hasReferences: dataset.referenced > 0, hasDialogues: !dataset.idsOnly };
  } finally {
    await dataset.close();
  }
};

const refuseWithoutText = ({ inputs: { dataset } }: OpenedPart): void => {
  if (!dataset.idsOnly) return;
  throw new InputError('input-empty', {
    where: dataset.label,
    found: 'ids without dialogues',
    expected: 'dialogues, which are the prompts of the pairs',
    fix: 'Add `dataset`, the file with the dialogues.',
  });
};

const mineAll = async (
  workspace: Workspace,
  part: OpenedPart,
  { course, secondStage }: { readonly course: Course; readonly secondStage: OpenSecondStage | undefined },
  records: SortedRecords<MinedDialogue>,
  tally: PairTally,
): Promise<void> => {
  const { config, progress } = workspace.options;
  const { splits, salt, filters } = config.preferences;
  const { dataset } = part.inputs;
  const statistics = await survey(workspace, part);
  const learned = secondStage?.(part, statistics);
  const asksScorers = learned?.needsScorers || part.scorers.some(({ id }) => course.sources.includes(id));
  const { columnsOf } = asksScorers ? await scoreAll(workspace, part, statistics) : { columnsOf: undefined };
  const plan = planOf(config, course, part, statistics, await promptOf(workspace));
  const placeOf = await placeDialogues(dataset, { splits, salt, spool: workspace.spool });
  const blocked = await openBlockList(workspace, course);
  const human = await humanOf(workspace, part, course);
  const budget = await openTokenBudget(filters['over-budget'], workspace);
  try {
    await stage(progress, 'mine', part.selection.size, async () => {
      const windows = part.scoring.forEachWindow(
        poolsOf(workspace, part),
        async (threads, messages) => {
          const columns = await learned?.columns(threads, messages);
          return threads.run('mine', {
            plan,
            messages: messages.map((message, place) => ({
              ...message,
              ...placeOf(message.pool.dialogue),
              contaminated: blocked(message.pool.dialogue),
              human: human?.entries.get(message.pool.dialogue.id),
              columns: {
                ...message.columns,
                ...(columns ? { [secondStageColumn]: columns[place]! } : {}),
              },
            })),
          });
        },
        columnsOf,
        { sources: learned?.needsSources ?? false },
      );
      for await (const window of windows)
        for (const mined of await budget.apply(window)) {
          tally.add(mined);
          if (mined.considered > 0) await records.add(mined.id, mined);
          progress.advance(1);
        }
    });
  } finally {
    await budget.close();
  }
};

const planOf = (
  config: Config,
  course: Course,
  part: OpenedPart,
  statistics: RunStatistics,
  prompt: MinePlan['prompt'],
): MinePlan => {
  const { strategy, margin, most_pairs, gold, filters, trim } = config.preferences;
  const mining: MiningPlan = {
    strategy,
    strategyOptions: { mostPairs: most_pairs, band: margin, over: gold.over },
    sources: course.sources,
    filters,
    seed: config.seed,
  };
  return {
    mining,
    votes: votesOf(config.mbr.votes, part.scoring.setup.systems, statistics),
    gates: config.gates,
    statistics: statistics.gates,
    clusterOf: statistics.clusterOf,
    priors: statistics.priors,
    references: strategies[strategy].usesReferences ? gold.reference : 'none',
    prompt,
    trim,
  };
};

/** The human file, its ids and systems known to the part. */
const humanOf = async (
  { options: { config } }: Workspace,
  { inputs: { dataset }, systems }: OpenedPart,
  { human }: Course,
): Promise<HumanFile | undefined> => {
  if (human === undefined) return undefined;
  const file = await readHumanFile(resolve(config.folder, human), human);
  const ids = [...file.entries.keys()].filter((id) => dataset.ordinalOf(id) === undefined);
  const known = systems.map(({ id }) => id);
  const strangers = file.systems.filter((id) => !known.includes(id) && id !== goldSystem);
  const refuse = (found: string, expected: string): InputError =>
    new InputError('input-id', { where: human, found, expected });
  if (ids.length > 0) throw refuse(`ids that ${dataset.label} does not have: ${firstFew(ids)}`, 'its ids');
  if (strangers.length > 0)
    throw refuse(`unknown systems ${firstFew(strangers)}`, `one of ${firstFew(known, 8)}`);
  return file;
};

const writeAll = async (
  config: Config,
  folder: OutputFolder,
  { inputs: { dataset } }: OpenedPart,
  records: SortedRecords<MinedDialogue>,
  stats: PairStats,
): Promise<Pick<PairsResult, 'written' | 'figures'>> => {
  const splits = Object.keys(config.preferences.splits);
  const files: FormatFiles[] = [];
  try {
    for (const name of config.preferences.formats)
      files.push(await openFormatFiles(await folder.folder(name), pairFormats[name], splits));
    const guard = createSplitGuard(dataset, splits);
    const counted = createPairFigures();
    for await (const { pairs, dropped } of records.read()) {
      for (const pair of pairs) {
        guard(pair);
        counted.add(pair);
      }
      for (const each of files) await each.add(pairs, dropped);
    }
    const written: Record<string, readonly WrittenSplit[]> = {};
    const figures = counted.figures();
    const report = { name: config.name, stats, figures, options: config.preferences.card };
    for (const each of files) written[each.format.name] = await each.commit(report);
    return { written, figures };
  } catch (error) {
    for (const each of files) await each.abort();
    throw error;
  }
};
