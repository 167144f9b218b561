/** The searches in `test/candidates/seq2seq` go through every layout; here is what they cannot see. */
import { join } from 'node:path';
import t from 'tap';
import { loadRuntime } from '../../src/models/onnx.ts';
import { readSeq2seqFolder } from '../../src/models/seq2seq-files.ts';
import { openSeq2seqModel } from '../../src/models/seq2seq-model.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const cpu = { requested: 'cpu', providers: ['cpu'], why: 'as configured' } as const;
const sources = [
  [0, 16, 17, 18, 1],
  [0, 20, 1],
  [0, 21, 22, 1],
];

const open = async (shareCross: boolean) =>
  openSeq2seqModel(await loadRuntime(), await readSeq2seqFolder(folder), cpu, { threads: 1, shareCross });

t.test('shapes are read from the graph', async (t) => {
  const model = await open(true);
  t.match(model.shape, {
    self: ['0.decoder.key', '0.decoder.value'],
    cross: ['0.encoder.key', '0.encoder.value'],
    heads: 2,
    headSize: 8,
    type: 'float32',
    vocabulary: 52,
  });
  t.equal(model.report, undefined, 'nothing ran yet');
});

t.test('rows follow their parents, and dialogues leave, with and without shared sources', async (t) => {
  const logits = async (shareCross: boolean) => {
    const model = await open(shareCross);
    t.equal(model.sharesCross, shareCross);
    await model.begin(sources, 3, 1);
    await model.step({
      rows: 6,
      tokens: Int32Array.of(5, 6, 7, 8, 9, 10),
      parents: Int32Array.of(0, 0, 1, 1, 2, 2),
      kept: [0, 1, 2],
    });
    await model.step({
      rows: 4,
      tokens: Int32Array.of(11, 12, 13, 14),
      parents: Int32Array.of(1, 0, 5, 5),
      kept: [0, 2],
    });
    await model.step({ rows: 2, tokens: Int32Array.of(15, 16), parents: Int32Array.of(2, 3), kept: [1] });
    return Array.from(model.logits.data as Float32Array);
  };
  /** The last dialogue by itself, along the same way. */
  const alone = async () => {
    const model = await open(true);
    await model.begin([sources[2] as number[]], 3, 1);
    await model.step({ rows: 1, tokens: Int32Array.of(10), parents: Int32Array.of(0), kept: [0] });
    await model.step({ rows: 2, tokens: Int32Array.of(13, 14), parents: Int32Array.of(0, 0), kept: [0] });
    await model.step({ rows: 2, tokens: Int32Array.of(15, 16), parents: Int32Array.of(0, 1), kept: [0] });
    return Array.from(model.logits.data as Float32Array);
  };
  const expected = await alone();
  for (const found of [await logits(true), await logits(false)]) {
    t.equal(found.length, 2 * 52);
    for (const [index, score] of found.entries()) t.ok(Math.abs(score - (expected[index] ?? 99)) < 1e-4);
  }
});
