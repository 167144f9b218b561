import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { loadRuntime, openSession } from '../../src/models/onnx.ts';
import { scoreGraph } from '../../src/models/score-graph.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const cpu = { providers: ['cpu'], threads: 1 } as const;

t.test('a profiled session says which provider ran, and leaves no file', async (t) => {
  const runtime = await loadRuntime();
  const graph = scoreGraph({ models: 1, type: 'float32', output: 'logits' });
  const opened = await openSession(runtime, graph, { ...cpu, profiled: true });
  await opened.session.run({ 'logits.0': new runtime.Tensor('float32', new Float32Array(6), [2, 3]) });
  t.ok(((await opened.ranOn()).CPUExecutionProvider ?? 0) > 0);
  t.same(
    readdirSync(tmpdir()).filter(
      (name) => name.startsWith('hapui-profile-') && existsSync(join(tmpdir(), name, 'x')),
    ),
    [],
  );
  const plain = await openSession(runtime, graph, cpu);
  t.same(await plain.ranOn(), {}, 'no profile was asked for');
});

t.test('a decoder is rewired where that is wanted and possible', async (t) => {
  const runtime = await loadRuntime();
  const open = (name: string, shareCross: boolean) =>
    openSession(runtime, join(folder, `${name}.onnx`), { ...cpu, shareCross });
  t.equal((await open('decoder_model_merged', true)).sharesCross, true);
  t.equal((await open('decoder_with_past_model_int8', true)).sharesCross, true);
  t.equal((await open('decoder_with_past_model_fp16', true)).sharesCross, true);
  t.equal((await open('decoder_model_merged', false)).sharesCross, false);
  t.equal((await open('encoder_model', true)).sharesCross, false, 'an encoder has no such layers');
});

t.test('a link to a model is as good as the model', async (t) => {
  const link = join(
    t.testdir({ 'decoder.onnx': t.fixture('symlink', join(folder, 'decoder_model_merged.onnx')) }),
    'decoder.onnx',
  );
  const opened = await openSession(await loadRuntime(), link, { ...cpu, shareCross: true });
  t.equal(opened.sharesCross, true);
});

t.test('bytes that are no model, and files that are none, are errors of the model', async (t) => {
  const runtime = await loadRuntime();
  await t.rejects(openSession(runtime, Uint8Array.of(1, 2, 3), cpu), { code: 'model-load' });
  const file = join(folder, 'golden.json');
  await t.rejects(openSession(runtime, file, { ...cpu, shareCross: true, profiled: true }), {
    code: 'model-load',
    data: { file },
  });
  await t.rejects(openSession(runtime, `${file}.none`, { ...cpu, shareCross: true }), { code: 'model-load' });
});
