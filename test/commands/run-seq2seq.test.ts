/** What goes wrong with local models, as a user of the command line meets it. */
import { appendFile, copyFile, cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { hapui, scratch } from './cli.ts';

const fixtures = join(import.meta.dirname, '../fixtures');

/** A folder with a model, three dialogues (or those given), a file of summaries and a config that has both as systems. */
const setUp = async (t: Test, more: object = {}, dialogues: readonly string[] = ['a b', 'c d', 'e f']) => {
  const folder = await scratch(t);
  await cp(join(fixtures, 'random-bart'), join(folder, 'model'), { recursive: true });
  const rows = dialogues.map((dialogue, n) => `${JSON.stringify({ fname: `d${n}`, dialogue })}\n`);
  await writeFile(join(folder, 'test.jsonl'), rows.join(''));
  const generate = { max_new_tokens: 6 };
  const system = { id: 'm', kind: 'seq2seq', model: 'model', device: 'cpu', threads: 1, generate, ...more };
  const read = rows.map((_, n) => `d${n},읽은 요약 ${n}\n`);
  await writeFile(join(folder, 'read.csv'), `fname,summary\n${read.join('')}`);
  const config = { dataset: 'test.jsonl', tokenizer: 'character', systems: [system, 'read.csv'] };
  await writeFile(join(folder, 'ensemble.yaml'), JSON.stringify(config));
  return folder;
};

const linesOf = async (folder: string, name: string) =>
  (await readFile(join(folder, 'outputs/ensemble', name), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

t.test('5,000 tokens, an empty dialogue and emoji alone each get a summary and a reason', async (t) => {
  const long = Array.from({ length: 850 }, (_, n) => `#Person${(n % 2) + 1}#: abc def`).join('\n');
  const folder = await setUp(t, {}, [long, ' \n ', '😀😀🎉']);
  const { code, err } = await hapui(folder, ['run']);
  t.equal(code, 0, err);
  const [cut, empty, emoji] = await linesOf(folder, 'decisions.jsonl');
  t.ok(
    cut.reasons.some((reason: string) =>
      /^m: the source was cut to its first \d+ of 850 turns \(\d+ of [5-9]\d{3} tokens\)$/.test(reason),
    ),
    cut.reasons.join('; '),
  );
  t.match(empty, { system: 'read', summary: '읽은 요약 1' });
  t.ok(empty.reasons.includes('m: the dialogue is empty'));
  t.notMatch(emoji.reasons.join('; '), /cut|is empty/);
  for (const { summary } of [cut, empty, emoji]) t.not(summary.trim(), '');
  t.match(
    (await linesOf(folder, 'scores.jsonl'))
      .filter(({ system }) => system === 'm')
      .map(({ id, status }) => [id, status]),
    [
      ['d0', /ok|truncated/],
      ['d1', 'empty'],
      ['d2', /ok|truncated/],
    ],
  );

  await t.test('what follows in a file beyond its end is a change of the model, not damage', async (t) => {
    await appendFile(join(folder, 'model/generation_config.json'), ' ');
    const { out } = await hapui(folder, ['plan', '--no-trial']);
    t.match(out, 'm: 0 dialogues answered, 3 to be asked about');
  });
});

const broken: Readonly<Record<string, { break(model: string): Promise<void>; message: RegExp }>> = {
  'a missing folder': {
    break: (model) => rm(model, { recursive: true }),
    message: /\[missing-dependency\] model: model: neither a folder nor a model fetched before/,
  },
  'a missing file': {
    break: (model) => rm(join(model, 'tokenizer.json')),
    message: /tokenizer is missing/,
  },
  'a wrong layout': {
    break: async (model) => {
      for (const stem of ['decoder_model_merged', 'decoder_with_past_model'])
        await rm(join(model, `${stem}.onnx`));
    },
    message: /decoder_with_past_model\.onnx is missing.*text2text-generation-with-past/,
  },
  'a corrupt graph': {
    break: (model) => truncate(join(model, 'encoder_model.onnx'), 1000),
    message: /encoder_model\.onnx: ONNX Runtime cannot load this model/,
  },
  'the encoder in place of the decoder': {
    break: (model) => copyFile(join(model, 'encoder_model.onnx'), join(model, 'decoder_model_merged.onnx')),
    message: /decoder_model_merged\.onnx/,
  },
  'a foreign tokenizer': {
    break: (model) =>
      copyFile(
        join(import.meta.dirname, '../../models/tiny-bart/tokenizer.json'),
        join(model, 'tokenizer.json'),
      ),
    message: /the tokenizer does not belong to the model/,
  },
};

for (const [what, { break: change, message }] of Object.entries(broken))
  t.test(`${what} ends the run before anything is asked, in one line`, async (t) => {
    const folder = await setUp(t, { dtype: 'fp32' });
    await change(join(folder, 'model'));
    const { code, err, out } = await hapui(folder, ['run', '--quiet']);
    t.equal(code, 2, err);
    t.match(err, message);
    t.match(err, /^error \[(model-load|missing-dependency)\] [^\n]+\n$/);
    t.equal(out, '');
  });

t.test('out of memory quarantines the batch and says what to lower', async (t) => {
  const folder = await setUp(t, { runtime: pathToFileURL(join(fixtures, 'failing-runtime.mjs')).href });
  const { code, err } = await hapui(folder, ['run']);
  t.equal(code, 4, err);
  const failed = await linesOf(folder, 'quarantine.jsonl');
  t.equal(failed.length, 3);
  for (const { reason } of failed)
    t.match(reason, /out of memory with 3 dialogues of up to \d+ tokens .*Lower batch_tokens, beams/);
});
