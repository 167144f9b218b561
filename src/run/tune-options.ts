/** Searches generation options of one system: seeded draws, successive halving, the winner judged on held-out dialogues. */
import { resolveOptions, type SystemConfig, withOption } from '../config/index.ts';
import { groupDialogues } from '../dialogues/groups.ts';
import { HapuiError, InputError } from '../errors.ts';
import { pointsOf } from '../evaluate/learn.ts';
import { type Halved, successiveHalving } from '../evaluate/tune/halving.ts';
import {
  intervalOf,
  judgeBest,
  type Luck,
  luckOf,
  type TrialVerdict,
} from '../evaluate/tune/judge-trials.ts';
import { drawTrials, type OptionValues } from '../evaluate/tune/option-space.ts';
import { splitForSearch } from '../evaluate/tune/split.ts';
import { definitionOf } from './generators.ts';
import { labelledPart, openPart } from './part.ts';
import { stage } from './progress.ts';
import { requireAnswers, scoreTrial, type TrialBench, unitsOf } from './tune-trials.ts';
import type { Workspace } from './workspace.ts';

/** One setting and how far it came. */
export interface TrialReport {
  /** 0 is what the config says. */
  readonly trial: number;
  /** By option as `tune` names it; empty for trial 0. */
  readonly options: OptionValues;
  /** Rung by rung: dialogues and mean score in points, with its 95 % interval. */
  readonly rungs: readonly {
    readonly dialogues: number;
    readonly score: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Dialogues without an answer; they count 0. */
  readonly failed: number;
  /** Why it could not be tried at all. */
  readonly refused?: string;
}

export interface OptionsReport {
  readonly system: string;
  readonly dialogues: { readonly search: number; readonly held_out: number };
  readonly trials: readonly TrialReport[];
  readonly luck: Luck;
  /** The trial that came first; undefined where none could be tried. */
  readonly found?: TrialVerdict & {
    readonly trial: number;
    readonly options: OptionValues;
    /** Points on held-out dialogues. */
    readonly score: number;
    readonly before: number;
  };
  readonly signature: string;
}

/** Searches for one system of `tune.systems`. Trials are stored answers: a search that was stopped continues. */
export const tuneOptions = async (workspace: Workspace, system: SystemConfig): Promise<OptionsReport> => {
  const { config, tables } = workspace.options;
  // the system alone: neither scorers nor a merger have a part in its own score
  const alone = { ...config, rerank: [], ensemble: { ...config.ensemble, merge: 'none' as const } };
  const narrowed = { ...workspace, options: { ...workspace.options, config: alone } };
  const spec = { ...labelledPart(alone, tables), read: [], pool: false, generating: [system] };
  const part = await openPart(narrowed, spec);
  try {
    const groups = await groupDialogues(part.inputs.dataset);
    return await search({ workspace: narrowed, part, groups }, system);
  } finally {
    await part.close();
  }
};

interface Trial {
  readonly values: OptionValues;
  readonly system: SystemConfig;
  failed: number;
  refused: string | undefined;
}

const search = async (bench: TrialBench, system: SystemConfig): Promise<OptionsReport> => {
  const { config, progress } = bench.workspace.options;
  const { trials: wanted, dialogues: first, systems } = config.tune!;
  const { seed } = config;
  const { search, held } = splitForSearch({ seed, groups: bench.groups, units: await unitsOf(bench) });
  requireRows(search.length, held.length);
  const trials: Trial[] = [{}, ...drawTrials(systems[system.id] ?? {}, wanted, seed)].map((values) => ({
    values,
    system: withValues(system, values),
    failed: 0,
    refused: undefined,
  }));
  for (const trial of trials) trial.refused = refusalOf(trial, bench);

  const score = (place: number, positions: readonly number[]): Promise<Float64Array> =>
    stage(progress, `tune ${system.id} ${place}/${trials.length - 1}`, positions.length, () =>
      scoreOf(bench, trials[place]!, positions, place === 0),
    );
  const halved = await successiveHalving({
    trials: trials.length - 1,
    first,
    total: search.length,
    score: (trial, from, to) => score(trial, search.slice(from, to)),
    onRung: ({ dialogues, standings }) =>
      progress.note(
        `${system.id}: ${standings.length - 1} of ${trials.length - 1} trials on ${dialogues} dialogues, the best ${(100 * standings[0]!.mean).toFixed(2)}.`,
      ),
  });
  const searchGroups = search.map((position) => bench.groups[position]!);
  const reports = (): TrialReport[] => trialReports(trials, halved, searchGroups, seed);
  const report = {
    system: system.id,
    dialogues: { search: search.length, held_out: held.length },
    luck: luckOf(
      halved,
      [...trials.keys()].filter((trial) => trial > 0 && trials[trial]!.refused === undefined),
      searchGroups,
    ),
    signature: bench.part.scoring.signature,
  };
  const { best } = halved;
  if (best === undefined || trials[best]!.refused !== undefined) return { ...report, trials: reports() };
  const heldGroups = held.map((position) => bench.groups[position]!);
  const before = await score(0, held);
  const found = await score(best, held);
  return {
    ...report,
    trials: reports(),
    found: {
      trial: best,
      options: trials[best]!.values,
      score: pointsOf(found),
      before: pointsOf(before),
      ...judgeBest(halved, best, searchGroups, { before, found, groups: heldGroups }, seed),
    },
  };
};

/** Fewer could not tell anything apart. */
const fewestRows = 4;

const requireRows = (search: number, held: number): void => {
  if (search >= fewestRows && held >= fewestRows) return;
  throw new InputError('input-empty', {
    where: 'labelled',
    found: `${search} dialogues to search on and ${held} unlike them to judge the winner on`,
    expected: `at least ${fewestRows} of each`,
    fix: 'Add labelled dialogues, or leave `tune.systems` out.',
  });
};

const withValues = (system: SystemConfig, values: OptionValues): SystemConfig => ({
  ...system,
  options: Object.entries(values).reduce(
    (options, [key, value]) => withOption(options, key, value),
    system.options,
  ),
});

/** Options that contradict each other, as drawn; told before anything is asked. */
const refusalOf = ({ system }: Trial, { workspace }: TrialBench): string | undefined =>
  whyRefused(() => {
    const { tables, env } = workspace.options;
    resolveOptions(definitionOf(system, tables), system.options, env, `systems.${system.id}`);
  });

const whyRefused = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
};

/** What a user's options can be blamed for; anything else is thrown on. */
const reasonOf = (error: unknown): string => {
  if (error instanceof HapuiError && error.code.startsWith('config-')) return error.message;
  throw error;
};

/** A trial that is refused scores 0 everywhere, and so is never kept. */
const scoreOf = async (
  bench: TrialBench,
  trial: Trial,
  positions: readonly number[],
  isOwn: boolean,
): Promise<Float64Array> => {
  if (trial.refused !== undefined && !isOwn) return new Float64Array(positions.length);
  try {
    const found = await scoreTrial(bench, trial.system, positions);
    if (isOwn) requireAnswers(trial.system, positions.length, found);
    trial.failed += found.failed;
    return found.scores;
  } catch (error) {
    if (isOwn) throw error;
    trial.refused = reasonOf(error);
    return new Float64Array(positions.length);
  }
};

/** `groups`: of the dialogues of the search, in its order. */
const trialReports = (
  trials: readonly Trial[],
  { rungs, scores }: Halved,
  groups: readonly string[],
  seed: number,
): TrialReport[] =>
  trials.map(({ values, failed, refused }, trial) => ({
    trial,
    options: values,
    rungs: rungs.flatMap(({ dialogues, standings }) => {
      if (standings.every((standing) => standing.trial !== trial)) return [];
      const seen = scores[trial]!.slice(0, dialogues);
      const { mean, low, high } = intervalOf(seen, groups.slice(0, dialogues), seed);
      return [{ dialogues, score: mean, low, high }];
    }),
    failed,
    ...(refused === undefined ? {} : { refused }),
  }));
