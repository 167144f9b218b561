import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readOnnx } from '../../src/models/onnx-model.ts';
import { readSkeleton } from '../../src/models/onnx-skeleton.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const file = join(folder, 'decoder_model_merged.onnx');

t.test('the graph is there, large weights are not', async (t) => {
  const skeleton = readSkeleton(file);
  const whole = await readFile(file);
  t.ok(skeleton.length < whole.length - 5000, 'smaller', { skeleton: skeleton.length, whole: whole.length });
  const shape = (bytes: Uint8Array) => {
    const { graph } = readOnnx(bytes);
    return {
      inputs: graph.inputs,
      nodes: graph.nodes.map(({ operator, inputs, outputs }) => [operator, inputs, outputs]),
    };
  };
  t.same(shape(skeleton), shape(whole));
});

t.test('files that are cut or no model at all are a RangeError', async (t) => {
  const whole = await readFile(file);
  const place = join(t.testdir({ 'text.onnx': 'no model at all' }), 'cut.onnx');
  for (const length of [1, 100, 60_000, whole.length - 1]) {
    await writeFile(place, whole.subarray(0, length));
    t.throws(() => readSkeleton(place), RangeError, `${length} bytes`);
  }
  t.throws(() => readSkeleton(join(place, '../text.onnx')), RangeError);
  t.throws(() => readSkeleton(join(place, '../none.onnx')), { code: 'ENOENT' });
});
