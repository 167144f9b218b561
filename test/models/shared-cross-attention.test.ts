import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { type OnnxGraph, readOnnx } from '../../src/models/onnx-model.ts';
import { shareCrossAttention } from '../../src/models/shared-cross-attention.ts';
import { sharedModel, withoutModels } from '../candidates/seq2seq/shared-models.ts';

const fixture = join(import.meta.dirname, '../fixtures/random-bart');

const read = async (file: string) => readOnnx(await readFile(file));

/** All graphs of a model, branches in. */
const graphsOf = (graph: OnnxGraph): OnnxGraph[] => [
  graph,
  ...graph.nodes.flatMap(({ attributes }) =>
    attributes.flatMap(({ graph: inner }) => (inner ? graphsOf(inner) : [])),
  ),
];

t.test('one shape a layer changes, and the inputs of the source get rows of their own', async (t) => {
  const model = await read(join(fixture, 'decoder_with_past_model.onnx'));
  t.equal(shareCrossAttention(model), true);
  const changed = model.graph.nodes.filter(({ inputs }) => inputs.includes('hapui.query_shape'));
  t.same(
    changed.map(({ operator }) => operator),
    ['Reshape'],
  );
  t.same(
    model.graph.inputs
      .filter(({ shape }) => shape[0] === 'dialogues')
      .map(({ name }) => name)
      .sort(),
    ['encoder_attention_mask', 'past_key_values.0.encoder.key', 'past_key_values.0.encoder.value'],
  );
});

t.test('only the branch with a cache changes', async (t) => {
  const model = await read(join(fixture, 'decoder_model_merged.onnx'));
  t.equal(shareCrossAttention(model), true);
  t.equal(graphsOf(model.graph).filter(({ first }) => first.length > 0).length, 1);
});

t.test('BART and T5 exports have the pattern', { skip: withoutModels }, async (t) => {
  for (const name of ['tiny-bart', 'tiny-t5'])
    t.equal(
      shareCrossAttention(await read(join(sharedModel(name), 'decoder_model_merged.onnx'))),
      true,
      name,
    );
});

t.test('the quantised models that come with hapui have it too', async (t) => {
  for (const name of ['tiny-bart', 'tiny-t5']) {
    const folder = join(import.meta.dirname, '../../models', name);
    t.equal(shareCrossAttention(await read(join(folder, 'decoder_model_merged_int8.onnx'))), true, name);
  }
});

t.test('a graph without the pattern is left as it is', async (t) => {
  t.equal(shareCrossAttention(await read(join(fixture, 'encoder_model.onnx'))), false);
  const odd = await read(join(fixture, 'decoder_with_past_model.onnx'));
  for (const node of odd.graph.nodes)
    if (node.operator === 'Transpose' && node.inputs[0] === 'past_key_values.0.encoder.key')
      node.inputs[0] = 'elsewhere';
  t.equal(shareCrossAttention(odd), false);
  t.same(odd.graph.first, []);
  t.notOk(odd.graph.nodes.some(({ inputs }) => inputs.includes('hapui.query_shape')));
});
