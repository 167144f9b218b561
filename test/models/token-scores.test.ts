/** Ensembles are compared with a reference in `test/candidates/seq2seq/ensemble.test.ts`. */
import { join } from 'node:path';
import t from 'tap';
import { loadRuntime } from '../../src/models/onnx.ts';
import { readSeq2seqFolder } from '../../src/models/seq2seq-files.ts';
import { openSeq2seqModel } from '../../src/models/seq2seq-model.ts';
import { openTokenScores } from '../../src/models/token-scores.ts';
import { sharedModel, withoutModels } from '../candidates/seq2seq/shared-models.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const cpu = { requested: 'cpu', providers: ['cpu'], why: 'as configured' } as const;

const open = async (path: string, dtype?: 'fp16') =>
  openSeq2seqModel(await loadRuntime(), await readSeq2seqFolder(path, dtype), cpu, { threads: 1 });

const beginning = { pad: 3, start: 1 } as const;

t.test('logits and log-probabilities of the same step differ by a number a row', async (t) => {
  const runtime = await loadRuntime();
  const models = [await open(folder)];
  const logits = await openTokenScores(runtime, models, { ...beginning, output: 'logits' });
  const logs = await openTokenScores(runtime, models, { ...beginning, output: 'log-probabilities' });
  const sources = [
    [0, 16, 1],
    [0, 17, 18, 1],
  ];
  await logits.begin(sources);
  const raw = logits.scores.slice();
  const normalised = (await logits.normalise(2)).slice();
  await logs.begin(sources);
  t.equal(logs.scores.length, 2 * logs.vocabulary);
  for (const [index, score] of logs.scores.entries()) t.ok(Math.abs(score - (normalised[index] ?? 9)) < 1e-5);
  for (const row of [0, 1]) {
    const at = row * logs.vocabulary;
    const total = logs.scores
      .subarray(at, at + logs.vocabulary)
      .reduce((sum, score) => sum + Math.exp(score), 0);
    t.ok(Math.abs(total - 1) < 1e-4, 'probabilities');
    const shift = (raw[at] ?? 0) - (logs.scores[at] ?? 0);
    t.ok(Math.abs((raw[at + 9] ?? 0) - (logs.scores[at + 9] ?? 0) - shift) < 1e-4);
  }
  t.match(logs.reports, [{ used: 'cpu' }]);
});

t.test('models of another format or vocabulary are no ensemble', { skip: withoutModels }, async (t) => {
  const runtime = await loadRuntime();
  const options = { ...beginning, output: 'logits' } as const;
  const first = await open(folder);
  await t.rejects(openTokenScores(runtime, [first, await open(folder, 'fp16')], options), {
    code: 'config-conflict',
  });
  await t.rejects(openTokenScores(runtime, [first, await open(sharedModel('tiny-bart'))], options), {
    code: 'config-conflict',
    message: /4008 scores in float32 beside 52/,
  });
});
