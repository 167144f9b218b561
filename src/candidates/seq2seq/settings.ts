/**
 * Everything a search needs to know, resolved from the config, then `generation_config.json`, then the defaults of
 * transformers (4.57).
 */
import { z } from 'zod';
import { ConfigError } from '../../errors.ts';
import type { GenerateOptions } from './options.ts';

export type Strategy = 'greedy' | 'beam' | 'diverse' | 'sample';

/** Resolved options of a search. */
export interface Settings {
  readonly strategy: Strategy;
  readonly candidates: number;
  readonly beams: number;
  readonly groups: number;
  readonly diversityPenalty: number;
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly maxNewTokens: number;
  readonly minNewTokens: number;
  readonly lengthPenalty: number;
  readonly earlyStopping: boolean | 'never';
  readonly repetitionPenalty: number;
  readonly noRepeatNgramSize: number;
  readonly forcedFirstToken: number | undefined;
  readonly forcedLastTokens: readonly number[];
  readonly suppressed: readonly number[];
  readonly suppressedFirst: readonly number[];
  readonly badWords: readonly (readonly number[])[];
  /** Starts every sequence. */
  readonly start: number;
  /** Any of them ends a sequence. */
  readonly ends: readonly number[];
  readonly pad: number;
  readonly bos: number | undefined;
}

/** What models say about generation: any of it may be missing or null. */
const id = z.int().min(0);
const ids = z.union([id, z.array(id)]);
const modelKeys = z.object({
  do_sample: z.boolean().nullish(),
  num_beams: id.nullish(),
  num_beam_groups: id.nullish(),
  diversity_penalty: z.number().nullish(),
  temperature: z.number().nullish(),
  top_k: id.nullish(),
  top_p: z.number().nullish(),
  max_length: id.nullish(),
  max_new_tokens: id.nullish(),
  min_length: id.nullish(),
  min_new_tokens: id.nullish(),
  length_penalty: z.number().nullish(),
  early_stopping: z.union([z.boolean(), z.literal('never')]).nullish(),
  repetition_penalty: z.number().nullish(),
  no_repeat_ngram_size: id.nullish(),
  forced_bos_token_id: id.nullish(),
  forced_eos_token_id: ids.nullish(),
  suppress_tokens: z.array(id).nullish(),
  begin_suppress_tokens: z.array(id).nullish(),
  bad_words_ids: z.array(z.array(id)).nullish(),
  decoder_start_token_id: ids.nullish(),
  bos_token_id: id.nullish(),
  eos_token_id: ids.nullish(),
  pad_token_id: id.nullish(),
});

type ModelKeys = z.output<typeof modelKeys>;

/** Settings that change what is generated and that are not built; each with the value that means "off". */
const unsupported = {
  guidance_scale: 1,
  sequence_bias: null,
  encoder_repetition_penalty: 1,
  encoder_no_repeat_ngram_size: 0,
  exponential_decay_length_penalty: null,
  renormalize_logits: false,
  force_words_ids: null,
  constraints: null,
  penalty_alpha: null,
  watermarking_config: null,
} as const;

/** The same for sampling only. */
const unsupportedWarpers = {
  min_p: null,
  typical_p: 1,
  epsilon_cutoff: 0,
  eta_cutoff: 0,
} as const;

export interface SettingsSource {
  readonly generate: GenerateOptions;
  readonly candidates: number;
  /** `generation_config.json`. */
  readonly generation: Readonly<Record<string, unknown>>;
  /** `config.json`, for token ids that the other file lacks. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Resolves them. Throws `model-load` for a generation config that cannot be followed, `config-conflict` for one's own. */
export const resolveSettings = ({ generate, candidates, generation, config }: SettingsSource): Settings => {
  const model = readModelKeys(generation);
  const fallback = readModelKeys({
    decoder_start_token_id: config.decoder_start_token_id,
    bos_token_id: config.bos_token_id,
    eos_token_id: config.eos_token_id,
    pad_token_id: config.pad_token_id,
  });
  const strategy = generate.strategy ?? strategyOf(model, generate, candidates);
  refuseUnsupported(generation, strategy);
  const tokens = tokensOf({ ...fallback, ...defined(model) });
  const beams = beamsOf(strategy, generate, model, candidates);
  const settings: Settings = {
    strategy,
    candidates,
    beams,
    groups: strategy === 'diverse' ? (generate.groups ?? severalGroups(model) ?? beams) : 1,
    diversityPenalty: generate.diversity_penalty ?? (model.diversity_penalty || 0.5),
    temperature: generate.temperature ?? model.temperature ?? 1,
    topK: generate.top_k ?? model.top_k ?? 50,
    topP: generate.top_p ?? model.top_p ?? 1,
    ...lengthsOf(generate, model, config),
    lengthPenalty: generate.length_penalty ?? model.length_penalty ?? 1,
    earlyStopping: generate.early_stopping ?? model.early_stopping ?? false,
    repetitionPenalty: generate.repetition_penalty ?? model.repetition_penalty ?? 1,
    noRepeatNgramSize: generate.no_repeat_ngram_size ?? model.no_repeat_ngram_size ?? 0,
    forcedFirstToken: generate.forced_bos_token_id ?? model.forced_bos_token_id ?? undefined,
    forcedLastTokens: [generate.forced_eos_token_id ?? model.forced_eos_token_id ?? []].flat(),
    suppressed: model.suppress_tokens ?? [],
    suppressedFirst: model.begin_suppress_tokens ?? [],
    badWords: model.bad_words_ids ?? [],
    ...tokens,
  };
  checkSettings(settings, config.max_position_embeddings);
  return settings;
};

const readModelKeys = (generation: Readonly<Record<string, unknown>>): ModelKeys => {
  const parsed = modelKeys.safeParse(generation);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ConfigError('model-load', {
    where: 'generation_config.json',
    found: `${issue?.path.join('.')}: ${issue?.message}`,
    fix: 'Correct the file, or save it again with transformers.',
  });
};

/** Without null and undefined, so that spreading does not hide what another object knows. */
const defined = (keys: ModelKeys): ModelKeys =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null && value !== undefined));

const strategyOf = (model: ModelKeys, generate: GenerateOptions, candidates: number): Strategy => {
  if (model.do_sample === true) return 'sample';
  const beams = generate.beams ?? model.num_beams ?? 1;
  return beams > 1 || candidates > 1 ? 'beam' : 'greedy';
};

const beamsOf = (
  strategy: Strategy,
  generate: GenerateOptions,
  model: ModelKeys,
  candidates: number,
): number => {
  if (strategy === 'greedy' || strategy === 'sample') return 1;
  return generate.beams ?? Math.max(model.num_beams ?? 1, candidates);
};

const severalGroups = ({ num_beam_groups: groups }: ModelKeys): number | undefined =>
  typeof groups === 'number' && groups > 1 ? groups : undefined;

/** The length that transformers takes for "not set", and then reads as 20 new tokens. */
const unsetLength = 20;

const lengthsOf = (
  generate: GenerateOptions,
  model: ModelKeys,
  config: Readonly<Record<string, unknown>>,
): Pick<Settings, 'maxNewTokens' | 'minNewTokens'> => {
  const maxLength = model.max_length ?? unsetLength;
  const positions = config.max_position_embeddings;
  const unset = Math.min(unsetLength, typeof positions === 'number' ? positions - 1 : unsetLength);
  return {
    maxNewTokens:
      generate.max_new_tokens ?? model.max_new_tokens ?? (maxLength === unsetLength ? unset : maxLength - 1),
    minNewTokens: generate.min_new_tokens ?? model.min_new_tokens ?? Math.max(0, (model.min_length ?? 0) - 1),
  };
};

const tokensOf = (model: ModelKeys): Pick<Settings, 'start' | 'ends' | 'pad' | 'bos'> => {
  const ends = [model.eos_token_id ?? []].flat();
  const start = [model.decoder_start_token_id ?? model.bos_token_id ?? []].flat()[0];
  if (start === undefined || ends.length === 0)
    throw new ConfigError('model-load', {
      where: 'generation_config.json',
      found: `no ${start === undefined ? 'decoder_start_token_id' : 'eos_token_id'}`,
      expected: 'the tokens that start and end a sequence, here or in config.json',
    });
  return {
    start,
    ends,
    pad: model.pad_token_id ?? (ends[0] as number),
    bos: model.bos_token_id ?? undefined,
  };
};

const refuseUnsupported = (generation: Readonly<Record<string, unknown>>, strategy: Strategy): void => {
  const keys = strategy === 'sample' ? { ...unsupported, ...unsupportedWarpers } : unsupported;
  for (const [key, off] of Object.entries(keys)) {
    const value = generation[key] ?? null;
    if (value === null || value === off) continue;
    throw new ConfigError('model-load', {
      where: `generation_config.json ${key}`,
      found: `${JSON.stringify(value)}, which hapui does not follow`,
      expected: String(off),
      fix: 'Remove the key from the file to generate without it.',
    });
  }
};

const checkSettings = (settings: Settings, positions: unknown): void => {
  const { strategy, candidates, beams, groups, maxNewTokens, minNewTokens } = settings;
  const conflict = (where: string, found: string, expected: string) =>
    new ConfigError('config-conflict', { where: `generate.${where}`, found, expected });
  if (strategy === 'greedy' && candidates > 1)
    throw conflict('strategy', `greedy with ${candidates} candidates`, 'one candidate, or another strategy');
  if ((strategy === 'beam' || strategy === 'diverse') && candidates > beams)
    throw conflict('beams', `${beams} beams for ${candidates} candidates`, `at least ${candidates}`);
  if (strategy === 'diverse' && (groups < 2 || beams % groups !== 0))
    throw conflict('groups', `${groups} groups of ${beams} beams`, 'two groups or more of equal size');
  if (minNewTokens > maxNewTokens)
    throw conflict('min_new_tokens', `${minNewTokens} tokens`, `at most max_new_tokens: ${maxNewTokens}`);
  if (typeof positions === 'number' && maxNewTokens > positions)
    throw conflict(
      'max_new_tokens',
      `${maxNewTokens} tokens`,
      `at most the ${positions} positions of the model`,
    );
};
