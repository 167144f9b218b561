import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readOnnx, writeOnnx } from '../../src/models/onnx-model.ts';

const file = join(import.meta.dirname, '../fixtures/random-bart/decoder_model_merged.onnx');

t.test('a model that is read and written without a change is the same graph', async (t) => {
  const model = readOnnx(await readFile(file));
  const branch = model.graph.nodes[0];
  t.match(branch, { operator: 'If', inputs: ['use_cache_branch'] });
  t.ok((branch?.attributes[0]?.graph?.nodes.length ?? 0) > 100);
  const again = readOnnx(writeOnnx(model));
  t.same(again.graph.inputs, model.graph.inputs);
  t.same(
    again.graph.nodes[0]?.attributes.map(({ graph }) =>
      graph?.nodes.map(({ operator, inputs }) => [operator, inputs]),
    ),
    branch?.attributes.map(({ graph }) => graph?.nodes.map(({ operator, inputs }) => [operator, inputs])),
  );
});

t.test('bytes that are no model are a RangeError', async (t) => {
  t.throws(() => readOnnx(Uint8Array.of(0, 1)), RangeError);
  t.throws(() => readOnnx(Uint8Array.of()), RangeError);
});
