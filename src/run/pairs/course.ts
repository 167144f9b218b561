/** Which dialogues are mined, and whose scores decide. */
import { type Config, isSecondStageFile } from '../../config/index.ts';
import type { PreferenceSource } from '../../config/schema-preferences.ts';
import { ConfigError } from '../../errors.ts';
import { goldSystem } from '../../preferences/pool.ts';
import type { Source } from '../../preferences/sources/define.ts';
import { sources as knownSources } from '../../preferences/sources/index.ts';

/** What `auto` became. */
export interface Course {
  readonly dialogues: 'dataset' | 'labelled';
  /** Names of columns, `human`, or of sources; the deciding one first. */
  readonly sources: readonly string[];
  /** File of human preferences, as the config names it. */
  readonly human: string | undefined;
}

/** What the config alone does not tell. */
export interface CourseFacts {
  /** Whether the dialogues of `dataset` have references. */
  readonly hasReferences: boolean;
  /** Whether `dataset` has dialogues at all. */
  readonly hasDialogues: boolean;
}

/** Resolves `auto`. Throws `config-conflict` or `config-missing` where a source lacks what it needs. */
export const courseOf = (config: Config, facts: CourseFacts): Course => {
  const { preferences } = config;
  const written = Array.isArray(preferences.source) ? preferences.source : [preferences.source];
  const dialogues = dialoguesOf(config, written, facts);
  const references = dialogues === 'labelled' || facts.hasReferences;
  const named = written.map((source) => nameOf(source, config, references));
  const course = {
    dialogues,
    sources: named.map(({ name }) => name),
    human: named.find(({ file }) => file !== undefined)?.file,
  };
  checkCourse(config, named, course, references);
  return course;
};

const dialoguesOf = (
  { preferences, labelled }: Config,
  written: readonly PreferenceSource[],
  { hasReferences, hasDialogues }: CourseFacts,
): Course['dialogues'] => {
  if (preferences.dialogues === 'labelled' && !labelled) throw noLabels('preferences.dialogues');
  if (preferences.dialogues !== 'auto') return preferences.dialogues;
  if (!labelled || hasReferences) return 'dataset';
  const needsReferences = written.some((source) => source === 'auto' || source === 'gold');
  return needsReferences || preferences.strategy === 'gold' || !hasDialogues ? 'labelled' : 'dataset';
};

interface NamedSource {
  readonly name: string;
  readonly source: Source;
  readonly file?: string;
}

const nameOf = (written: PreferenceSource, config: Config, references: boolean): NamedSource => {
  if (written === 'auto') return nameOf(automatic(config, references), config, references);
  if (written === 'judge') {
    const judge = config.rerank.find(({ kind }) => kind === 'judge');
    if (judge) return { name: judge.id, source: knownSources.judge };
    throw new ConfigError('config-missing', {
      where: 'preferences.source',
      found: 'the source `judge` without a judge',
      expected: 'an entry of `rerank` with `kind: judge`',
    });
  }
  if (typeof written === 'string') return { name: written, source: knownSources[written] };
  if ('file' in written) return { name: 'human', source: knownSources.human, file: written.file };
  if (Object.hasOwn(knownSources, written.scorer))
    throw new ConfigError('config-conflict', {
      where: 'preferences.source.scorer',
      found: `a scorer called "${written.scorer}", as a source is`,
      expected: 'another id in `rerank`',
    });
  if (config.rerank.some(({ id }) => id === written.scorer))
    return { name: written.scorer, source: knownSources.judge };
  throw new ConfigError('config-unknown-name', {
    where: 'preferences.source.scorer',
    found: `unknown scorer "${written.scorer}"`,
    expected: `an id of \`rerank\`${config.rerank.length > 0 ? `: ${config.rerank.map(({ id }) => id).join(', ')}` : ', which is empty'}`,
  });
};

const automatic = (
  { preferences, ensemble }: Config,
  references: boolean,
): 'gold' | 'second-stage' | 'mbr' => {
  // a single reference cannot be judged by itself
  if (preferences.strategy === 'gold') return preferences.gold.reference === 'trusted' ? 'gold' : 'mbr';
  if (references) return 'gold';
  return isSecondStageFile(ensemble.select) ? 'second-stage' : 'mbr';
};

const checkCourse = (
  config: Config,
  named: readonly NamedSource[],
  { dialogues, sources }: Course,
  references: boolean,
): void => {
  const conflict = (found: string, expected: string): ConfigError =>
    new ConfigError('config-conflict', { where: 'preferences.source', found, expected });
  const repeated = sources.find((name, place) => sources.indexOf(name) !== place);
  if (repeated !== undefined) throw conflict(`"${repeated}" twice`, 'different sources');
  const { strategy } = config.preferences;
  for (const { name, source } of named) {
    if (source.needs === 'references' && !references)
      throw conflict(`the source ${name}, and dialogues without references`, 'references, or the source mbr');
    if (source.needs === 'labelled' && !config.labelled && !isSecondStageFile(config.ensemble.select))
      throw noLabels('preferences.source');
    if (strategy === 'gold' && !source.scoresReferences)
      throw conflict(
        `the strategy gold, and the source ${name}, which cannot score a reference`,
        'mbr or gold',
      );
  }
  if (strategy === 'gold' && !references)
    throw conflict('the strategy gold, and dialogues without references', 'references, or another strategy');
  if (strategy === 'gold' && config.systems.some(({ id }) => id === goldSystem))
    throw conflict('a system called "gold", as references are called', 'another id for the system');
  if (dialogues === 'labelled' && sources.includes('mbr') && config.mbr.votes.weights === 'skill')
    throw conflict(
      'votes weighted by skills that the labelled dialogues taught, on those dialogues',
      'the source second-stage, which is out of fold, or mbr.votes.weights: uniform',
    );
};

const noLabels = (where: string): ConfigError =>
  new ConfigError('config-missing', {
    where,
    found: 'no `labelled`',
    expected: 'dialogues with references and the systems’ outputs on them',
  });
