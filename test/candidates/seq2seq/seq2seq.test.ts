import { appendFile, copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { seq2seq } from '../../../src/candidates/seq2seq/seq2seq.ts';
import { HapuiError } from '../../../src/errors.ts';
import type { Host } from '../../../src/registry.ts';
import type { Dialogue, Generated } from '../../../src/types.ts';
import { randomModel } from './shared-models.ts';

const host: Host = {
  resolve: (path) => path,
  readFile,
  modelFolder: async () => 'nowhere',
  remote: async () => Promise.reject(new Error('none')),
};

const create = (options: Record<string, unknown>) =>
  seq2seq.create(seq2seq.options.parse({ model: randomModel, threads: 1, device: 'cpu', ...options }), host);

const dialogues = (...texts: string[]): Dialogue[] =>
  texts.map((text, index) => ({ id: `d${index}`, index, text, references: [] }));

const context = { seed: 1, system: 'tiny' };
const { signal } = new AbortController();

const candidatesOf = (answer: Generated | undefined) => (answer?.status === 'ok' ? answer.candidates : []);

t.test(
  'n-best lists come in the order of the dialogues, with rank, text, log-probability and length',
  async (t) => {
    const generator = await create({
      candidates: 3,
      generate: { strategy: 'beam', beams: 4, max_new_tokens: 8 },
    });
    const batch = dialogues('#Person1#: 회의는?', 'a b c', '#Person1#: 회의는?');
    const answers = await generator.generate(batch, context, signal);
    t.equal(answers.length, 3);
    t.same(answers[0], answers[2], 'equal dialogues get equal answers');
    const list = candidatesOf(answers[0]);
    t.same(
      list.map(({ system, candidate }) => [system, candidate]),
      [0, 1, 2].map((rank) => ['tiny', rank]),
    );
    for (const { text, logprob, length, status, finish } of list) {
      t.notMatch(text, /<\/?s>|<pad>/);
      t.ok((logprob ?? 1) <= 0 && (length ?? 0) >= 1 && (length ?? 99) <= 8);
      t.match([status, finish], length === 8 ? ['truncated', 'length'] : ['ok', 'end']);
    }
    await generator.close?.();
  },
);

t.test('an empty dialogue is an empty answer, not an invention', async (t) => {
  const generator = await create({});
  const answers = await generator.generate(dialogues('', ' \n ', 'a b'), context, signal);
  for (const answer of answers.slice(0, 2))
    t.same(candidatesOf(answer), [
      { system: 'tiny', candidate: 0, text: '', status: 'empty', note: 'the dialogue is empty' },
    ]);
  t.not(candidatesOf(answers[2])[0]?.text, undefined);
  t.same(await generator.generate([], context, signal), []);
  await generator.close?.();
});

t.test('emoji, unknown characters and thousands of tokens are answered, and a cut is told', async (t) => {
  const generator = await create({ generate: { max_new_tokens: 5 } });
  const long = Array.from({ length: 500 }, (_, turn) => `#Person${(turn % 2) + 1}#: abc def`).join('\n');
  const [emoji, unknown, cut] = await generator.generate(
    dialogues('😀😀🎉', '뷁 ☃ 𝄞', long),
    context,
    signal,
  );
  for (const answer of [emoji, unknown, cut]) t.equal(candidatesOf(answer).length, 1);
  t.match(candidatesOf(cut)[0]?.note, /first \d+ of 500 turns \(\d+ of \d{4} tokens\)/);
  t.equal(candidatesOf(emoji)[0]?.note, undefined);
  t.match(generator.report?.(), { sources: { dialogues: 3, cut: 1 } });
  await generator.close?.();
});

t.test('a prefix goes before every dialogue', async (t) => {
  const plain = await create({ generate: { max_new_tokens: 12 } });
  const prefixed = await create({ prefix: 'abc: ', generate: { max_new_tokens: 12 } });
  const [a] = await plain.generate(dialogues('abc: a b'), context, signal);
  const [b] = await prefixed.generate(dialogues('a b'), context, signal);
  t.same(candidatesOf(a), candidatesOf(b));
});

t.test(
  'an answer that the limit cuts off is truncated, whether or not the model is made to end',
  async (t) => {
    const folder = t.testdir();
    await cp(randomModel, folder, { recursive: true });
    const file = join(folder, 'generation_config.json');
    await writeFile(
      file,
      JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), forced_eos_token_id: null }),
    );
    for (const model of [folder, randomModel]) {
      const generator = await create({ model, generate: { max_new_tokens: 4, min_new_tokens: 4 } });
      const [answer] = await generator.generate(dialogues('a b'), context, signal);
      t.match(candidatesOf(answer)[0], { status: 'truncated', finish: 'length', length: 4 });
    }
  },
);

t.test('an ensemble of a model with itself gives the words of the model', async (t) => {
  const generate = { strategy: 'beam', beams: 3, max_new_tokens: 10 };
  const one = await create({ candidates: 2, generate });
  const two = await create({ model: undefined, models: [randomModel, randomModel], candidates: 2, generate });
  const batch = dialogues('a b c', '회의는?');
  const texts = (answers: readonly Generated[]) =>
    answers.map((answer) => candidatesOf(answer).map(({ text }) => text));
  t.same(
    texts(await two.generate(batch, context, signal)),
    texts(await one.generate(batch, context, signal)),
  );
});

t.test('the identity follows content and settings, not places and threads', async (t) => {
  const folder = t.testdir();
  await cp(randomModel, folder, { recursive: true });
  const identity = async (options: Record<string, unknown>) => {
    const generator = await create(options);
    await generator.close?.();
    return generator.identity;
  };
  const first = await identity({});
  t.equal(await identity({ model: folder, threads: 2, device: 'auto' }), first);
  t.not(await identity({ prefix: 'x' }), first);
  t.not(await identity({ generate: { length_penalty: 2 } }), first);
  t.not(await identity({ dtype: 'int8' }), first);
  await appendFile(join(folder, 'generation_config.json'), ' ');
  t.not(await identity({ model: folder }), first);
});

t.test('the report says which device was asked for, which ran, and why', async (t) => {
  const generator = await create({ device: 'auto' });
  const sources = { dialogues: 0, cut: 0, tokens: 0, dropped_tokens: 0 };
  t.match(generator.report?.(), { devices: [], sources }, 'nothing is claimed before a batch');
  t.match(generator.report?.(), { session_bytes: Number }, 'but what the sessions take');
  await generator.generate(dialogues('a'), context, signal);
  t.match(generator.report?.(), { devices: [{ requested: 'auto', used: /^(cpu|cuda:0)$/, why: /CUDA/ }] });
});

const fails = async (
  t: Test,
  options: Record<string, unknown>,
  code: string,
  message: RegExp,
): Promise<void> => {
  const error = await create(options).catch((caught: unknown) => caught);
  t.ok(error instanceof HapuiError, `${message}: an error for users`);
  t.match(error, { code, message });
};

t.test('models that cannot be used say what is wrong', async (t) => {
  const broken = async (change: (folder: string) => Promise<unknown>) => {
    const folder = t.testdir();
    await cp(randomModel, folder, { recursive: true });
    await change(folder);
    return folder;
  };
  await fails(t, { model: '/no/such/folder' }, 'model-load', /folder does not exist/);
  await fails(
    t,
    { model: await broken((f) => rm(join(f, 'config.json'))) },
    'model-load',
    /config\.json is missing/,
  );
  await fails(
    t,
    { model: await broken((f) => rm(join(f, 'tokenizer.json'))) },
    'model-load',
    /tokenizer is missing/,
  );
  await fails(
    t,
    { model: await broken((f) => writeFile(join(f, 'config.json'), '{')) },
    'model-load',
    /broken JSON/,
  );
  await fails(
    t,
    { model: await broken((f) => writeFile(join(f, 'config.json'), '{"model_type": "gpt2"}')) },
    'model-load',
    /type "gpt2".*encoder-decoder/,
  );
  const noEncoder = await broken((f) => rm(join(f, 'encoder_model.onnx')));
  await fails(t, { model: noEncoder, dtype: 'fp32' }, 'model-load', /encoder_model\.onnx is missing/);
  const onlyFirst = await broken(async (f) => {
    await rm(join(f, 'decoder_model_merged.onnx'));
    await rm(join(f, 'decoder_with_past_model.onnx'));
  });
  await fails(
    t,
    { model: onlyFirst, dtype: 'fp32' },
    'model-load',
    /decoder_with_past_model\.onnx is missing.*text2text-generation-with-past/,
  );
  const swapped = await broken((f) =>
    copyFile(join(f, 'encoder_model.onnx'), join(f, 'decoder_model_merged.onnx')),
  );
  await fails(t, { model: swapped }, 'model-load', /decoder without a cache/);
  const corrupt = await broken((f) => writeFile(join(f, 'decoder_model_merged.onnx'), 'no model'));
  await fails(t, { model: corrupt }, 'model-load', /decoder_model_merged\.onnx.*cannot load/);
  const half = await broken(async (f) => {
    const file = join(f, 'encoder_model.onnx');
    await writeFile(file, (await readFile(file)).subarray(0, 20_000));
  });
  await fails(t, { model: half }, 'model-load', /encoder_model\.onnx.*cannot load/);
});

t.test("a foreign tokenizer is recognised by special tokens, and by ids beyond the model's", async (t) => {
  const change = async (edit: (definition: { model: { vocab: Record<string, number> } }) => void) => {
    const folder = t.testdir();
    await cp(randomModel, folder, { recursive: true });
    const file = join(folder, 'tokenizer.json');
    const definition = JSON.parse(await readFile(file, 'utf8'));
    edit(definition);
    await writeFile(file, JSON.stringify(definition));
    return folder;
  };
  const larger = await change(({ model }) => {
    model.vocab.extra = 900;
  });
  await fails(t, { model: larger }, 'model-load', /does not belong to the model.*up to 900/);
  const folder = t.testdir();
  await cp(randomModel, folder, { recursive: true });
  const file = join(folder, 'config.json');
  for (const name of ['config.json', 'generation_config.json']) {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), pad_token_id: 9 }));
  }
  t.ok(file);
  await fails(t, { model: folder }, 'model-load', /pad token "<pad>" has the id 3; expected the id 9/);
});

t.test('models of an ensemble must share a vocabulary', async (t) => {
  const folder = t.testdir();
  await cp(randomModel, folder, { recursive: true });
  const file = join(folder, 'tokenizer.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"회"', '"휘"'));
  await fails(
    t,
    { model: undefined, models: [randomModel, folder] },
    'config-conflict',
    /another vocabulary/,
  );
});

t.test('what the model has no place for is refused', async (t) => {
  await fails(t, { max_source_tokens: 65 }, 'config-conflict', /max_source_tokens.*64 positions/);
  await fails(t, { generate: { max_new_tokens: 65 } }, 'config-conflict', /max_new_tokens.*64 positions/);
  const generator = await create({
    max_source_tokens: 64,
    generate: { max_new_tokens: 64, min_new_tokens: 64 },
  });
  const [answer] = await generator.generate(dialogues('a'.repeat(200)), context, signal);
  t.equal(candidatesOf(answer)[0]?.length, 64);
});

t.test('devices, packages and hub ids that are not there say what to do', async (t) => {
  await fails(t, { device: 'cuda:7' }, 'missing-dependency', /CUDA cannot be used.*setup-cuda/);
  await fails(t, { runtime: 'no-such-runtime' }, 'missing-dependency', /npm install no-such-runtime/);
  await fails(t, { runtime: 'yaml' }, 'missing-dependency', /no ONNX Runtime/);
  await fails(t, { model: 'someone/some-model' }, 'missing-dependency', /allow_download/);
});

t.test('out of memory is an error that says what to lower', async (t) => {
  const runtime = pathToFileURL(join(import.meta.dirname, '../../fixtures/failing-runtime.mjs')).href;
  const generator = await create({ runtime });
  const error = await generator
    .generate(dialogues('a', 'b c'), context, signal)
    .catch((caught: unknown) => caught);
  t.match(error, {
    code: 'generator',
    message: /out of memory with 2 dialogues of up to \d+ tokens.*batch_tokens/,
  });
});

t.test('an abort ends the work between two steps', async (t) => {
  const generator = await create({ generate: { max_new_tokens: 20, min_new_tokens: 20 } });
  const controller = new AbortController();
  const work = generator.generate(dialogues('a b c'), context, controller.signal);
  controller.abort(new Error('enough'));
  await t.rejects(work, { message: 'enough' });
});

t.test('options: one of model and models, known keys, sensible ranges', async (t) => {
  const problems = (options: Record<string, unknown>) => seq2seq.options.safeParse(options).success;
  t.ok(problems({ model: 'a' }));
  t.notOk(problems({}));
  t.notOk(problems({ model: 'a', models: ['b'] }));
  t.notOk(problems({ model: 'a', generate: { beamz: 3 } }));
  t.notOk(problems({ model: 'a', device: 'gpu' }));
  t.notOk(problems({ model: 'a', candidates: 0 }));
  t.notOk(problems({ model: 'a', generate: { top_p: 0 } }));
});

t.test('batches are cut by length alone', async (t) => {
  const options = seq2seq.options.parse({ model: 'a', batch_tokens: 40, batch_size: 2 });
  t.same(seq2seq.cut?.(dialogues('a'.repeat(50), 'b', 'c'.repeat(3)), options), [[1, 2], [0]]);
});
