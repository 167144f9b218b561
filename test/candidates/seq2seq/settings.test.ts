import t, { type Test } from 'tap';
import { resolveSettings, type SettingsSource } from '../../../src/candidates/seq2seq/settings.ts';
import { ConfigError } from '../../../src/errors.ts';

const tokens = { decoder_start_token_id: 2, bos_token_id: 0, eos_token_id: 1, pad_token_id: 3 };

const settings = (
  generate: SettingsSource['generate'],
  generation: Record<string, unknown> = {},
  candidates = 1,
  config: Record<string, unknown> = {},
) => resolveSettings({ generate, candidates, generation: { ...tokens, ...generation }, config });

t.test('what nobody sets is as in transformers', async (t) => {
  t.same(settings({}), {
    strategy: 'greedy',
    candidates: 1,
    beams: 1,
    groups: 1,
    diversityPenalty: 0.5,
    temperature: 1,
    topK: 50,
    topP: 1,
    maxNewTokens: 20,
    minNewTokens: 0,
    lengthPenalty: 1,
    earlyStopping: false,
    repetitionPenalty: 1,
    noRepeatNgramSize: 0,
    forcedFirstToken: undefined,
    forcedLastTokens: [],
    suppressed: [],
    suppressedFirst: [],
    badWords: [],
    start: 2,
    ends: [1],
    pad: 3,
    bos: 0,
  });
});

t.test("the config wins over the model's generation config", async (t) => {
  const generation = {
    num_beams: 4,
    length_penalty: 2,
    max_length: 62,
    min_length: 11,
    early_stopping: true,
  };
  const model = settings({}, generation);
  t.match(model, {
    strategy: 'beam',
    beams: 4,
    lengthPenalty: 2,
    maxNewTokens: 61,
    minNewTokens: 10,
    earlyStopping: true,
  });
  const own = settings(
    { beams: 6, length_penalty: 0, max_new_tokens: 5, min_new_tokens: 0, early_stopping: false },
    generation,
  );
  t.match(own, { beams: 6, lengthPenalty: 0, maxNewTokens: 5, minNewTokens: 0, earlyStopping: false });
  t.match(settings({}, { ...generation, max_new_tokens: 33, min_new_tokens: 3 }), {
    maxNewTokens: 33,
    minNewTokens: 3,
  });
});

t.test('the strategy follows from the model, the beams and the candidates', async (t) => {
  t.equal(settings({}, { do_sample: true }).strategy, 'sample');
  t.equal(settings({ strategy: 'greedy' }, { do_sample: true }).strategy, 'greedy');
  t.match(settings({}, {}, 5), { strategy: 'beam', beams: 5 });
  t.match(settings({ strategy: 'diverse' }, { num_beams: 6 }), { beams: 6, groups: 6 });
  t.match(settings({ strategy: 'diverse', beams: 6, groups: 3, diversity_penalty: 2 }), {
    groups: 3,
    diversityPenalty: 2,
  });
});

t.test('token ids may stand in config.json, end tokens be several, null means nothing', async (t) => {
  const config = { decoder_start_token_id: 9, eos_token_id: [7, 8], pad_token_id: 0 };
  const found = resolveSettings({
    generate: {},
    candidates: 1,
    generation: { eos_token_id: null, num_beams: null },
    config,
  });
  t.match(found, { start: 9, ends: [7, 8], pad: 0, bos: undefined });
  t.same(settings({}, { forced_eos_token_id: [1, 4] }).forcedLastTokens, [1, 4]);
});

const throwsWith = (t: Test, code: string, where: RegExp, work: () => unknown): void => {
  try {
    work();
    t.fail(`no ${code}`);
  } catch (error) {
    t.ok(error instanceof ConfigError && error.code === code, code);
    t.match((error as ConfigError).problem.where, where);
  }
};

t.test('contradictions are errors that name the key', async (t) => {
  throwsWith(t, 'config-conflict', /generate\.strategy/, () => settings({ strategy: 'greedy' }, {}, 2));
  throwsWith(t, 'config-conflict', /generate\.beams/, () => settings({ strategy: 'beam', beams: 3 }, {}, 4));
  throwsWith(t, 'config-conflict', /generate\.groups/, () =>
    settings({ strategy: 'diverse', beams: 4, groups: 3 }),
  );
  throwsWith(t, 'config-conflict', /min_new_tokens/, () =>
    settings({ max_new_tokens: 3, min_new_tokens: 4 }),
  );
});

t.test('a generation config that cannot be followed is refused, not half followed', async (t) => {
  throwsWith(t, 'model-load', /renormalize_logits/, () => settings({}, { renormalize_logits: true }));
  throwsWith(t, 'model-load', /typical_p/, () => settings({ strategy: 'sample' }, { typical_p: 0.9 }));
  t.doesNotThrow(() =>
    settings({ strategy: 'beam', beams: 2 }, { typical_p: 0.9, renormalize_logits: false }),
  );
  throwsWith(t, 'model-load', /generation_config/, () => settings({}, { num_beams: 'four' }));
  throwsWith(t, 'model-load', /generation_config/, () =>
    resolveSettings({ generate: {}, candidates: 1, generation: {}, config: { decoder_start_token_id: 1 } }),
  );
});
