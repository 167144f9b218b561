/** `report.html` of a finished run, from the files in its folder and, where it can be read, the dataset. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Config, Env } from '../config/index.ts';
import type { Dataset } from '../dialogues/dataset.ts';
import { HapuiError, InputError } from '../errors.ts';
import type { Collected, Collector, SourceText } from '../report/index.ts';
import type { DecisionRecord, ScoreRecord } from '../types.ts';
import type { OutputFolder, Written } from './files.ts';
import { linesOf } from './finished.ts';
import { openDatasetOf } from './inputs.ts';
import { secondStageFile, trainingFile } from './learned.ts';

/** Name of the file inside a run's folder. */
export const reportFile = 'report.html';

/** The dataset of a run, or why its texts cannot be shown. */
export type Texts = Pick<Dataset, 'read'> | { readonly without: string };

export interface ReportOptions {
  readonly folder: Pick<OutputFolder, 'path' | 'createWriter'>;
  /** What `run.json` holds. */
  readonly manifest: unknown;
  readonly texts: Texts;
}

/** Writes the report. Reads each file of the run once; memory holds the dialogues that the page shows. */
export const writeReport = async ({ folder, manifest, texts }: ReportOptions): Promise<Written> => {
  // Loaded on demand, as the charts are: a command without a report starts without them.
  const { createCollector, factsOf, learnedFacts, mostDialogues, reportPieces } = await import(
    '../report/index.ts'
  );
  const facts = factsOf(manifest);
  const collected = await collect(folder.path, createCollector(mostDialogues));
  const secondStage = await readBeside(folder.path, secondStageFile);
  const training = await readBeside(folder.path, trainingFile);
  const writer = await folder.createWriter(reportFile);
  try {
    const pieces = reportPieces({
      facts,
      collected,
      learned: isOfRun(secondStage, manifest) ? learnedFacts(secondStage, training) : undefined,
      sources: 'without' in texts ? new Map() : await sourcesOf(texts, collected),
      withoutSources: 'without' in texts ? texts.without : undefined,
    });
    for (const piece of pieces) await writer.write(piece);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return writer.commit();
};

/** The decisions side by side with their candidates: both files are in input order. */
const collect = async (folder: string, collector: Collector): Promise<Collected> => {
  const scores = linesOf<ScoreRecord>({ folder }, 'scores.jsonl');
  let next = await scores.next();
  for await (const decision of linesOf<DecisionRecord>({ folder }, 'decisions.jsonl')) {
    const own: ScoreRecord[] = [];
    while (!next.done && next.value.id === decision.id) {
      own.push(next.value);
      next = await scores.next();
    }
    collector.add(decision, own);
  }
  if (next.done) return collector.take();
  throw new InputError('input-id', {
    where: join(folder, 'scores.jsonl'),
    found: `candidates of "${next.value.id}", which decisions.jsonl has not in this place`,
    expected: 'files of one run',
    fix: 'Run again: hapui run CONFIG.',
  });
};

/** Whether the run followed it: one of an earlier config may still lie beside. */
const isOfRun = (secondStage: unknown, manifest: unknown): boolean => {
  const [own, followed] = [secondStage, (manifest as { learned?: unknown } | null)?.learned].map(
    (each) => (each as { inputs?: unknown } | null | undefined)?.inputs,
  );
  return own !== undefined && isDeepStrictEqual(own, followed);
};

const readBeside = async (folder: string, name: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch {
    // Without labels there is none, and a damaged one is no reason to have no report.
    return undefined;
  }
};

/** Texts of the dialogues that are shown. */
const sourcesOf = async (dataset: Pick<Dataset, 'read'>, { shown }: Collected) => {
  const places = new Map(shown.map(({ place, decision }) => [decision.id, place]));
  const sources = new Map<number, SourceText>();
  for await (const { id, text, topic, references } of dataset.read()) {
    const place = places.get(id);
    if (place !== undefined) sources.set(place, { text, topic, references });
    if (sources.size === places.size) break;
  }
  return sources;
};

export interface DatasetPlace {
  readonly config: Config;
  /** Hash of the dataset when it was run. */
  readonly sha256: string | undefined;
  readonly cwd: string;
  readonly env: Env;
}

/** Opens the dataset of a finished run for `use`; one that is gone or changed is left out, and the page says so. */
export const withDataset = async <T>(place: DatasetPlace, use: (texts: Texts) => Promise<T>): Promise<T> => {
  const opened = await openAgain(place);
  try {
    return await use('without' in opened ? opened : isTheSame(opened, place) ? opened : changed);
  } finally {
    if (!('without' in opened)) await opened.close();
  }
};

/** The texts of an open dataset. */
export const textsOf = (dataset: Dataset): Texts => (dataset.idsOnly ? noDataset : dataset);

const noDataset = { without: 'The run had no dataset, so there are no texts.' };
const changed = { without: 'The dataset has changed since, so its texts are left out.' };

const isTheSame = (dataset: Dataset, { sha256 }: DatasetPlace): boolean => dataset.sha256 === sha256;

const openAgain = async ({
  config,
  cwd,
  env,
}: DatasetPlace): Promise<Dataset | { readonly without: string }> => {
  if (config.dataset === undefined) return noDataset;
  try {
    return await openDatasetOf(config.dataset, { folder: config.folder, cwd, env });
  } catch (error) {
    if (!(error instanceof HapuiError)) throw error;
    return { without: 'The dataset can no longer be read, so its texts are left out.' };
  }
};
