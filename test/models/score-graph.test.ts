import t from 'tap';
import { loadRuntime, openSession, type Tensor } from '../../src/models/onnx.ts';
import { scoreGraph } from '../../src/models/score-graph.ts';

const rows = [
  [1, 2, 3, -40],
  [0, 0, 0, 0],
];
const other = [
  [5, -1, 3, 2],
  [1, 0, 0, 0],
];

const softmax = (row: readonly number[]): number[] => {
  const sum = row.reduce((total, score) => total + Math.exp(score), 0);
  return row.map((score) => Math.exp(score) / sum);
};

const run = async (
  options: Parameters<typeof scoreGraph>[0],
  ...logits: readonly (readonly (readonly number[])[])[]
): Promise<number[]> => {
  const runtime = await loadRuntime();
  const { session } = await openSession(runtime, scoreGraph(options), { providers: ['cpu'], threads: 1 });
  const inputs = logits.map((matrix, index) => [
    `logits.${index}`,
    options.type === 'float16'
      ? new runtime.Tensor(
          'float16',
          Uint16Array.from(matrix.flat(), (value) => halves[String(value)] ?? 0),
          [2, 4],
        )
      : new runtime.Tensor('float32', Float32Array.from(matrix.flat()), [2, 4]),
  ]);
  const outputs = await session.run(Object.fromEntries(inputs));
  return [...((outputs.scores as Tensor).data as Float32Array)];
};

/** A few numbers as float16. */
const halves: Readonly<Record<string, number>> = {
  '1': 0x3c00,
  '2': 0x4000,
  '3': 0x4200,
  '-40': 0xd100,
  '0': 0,
};

const near = (a: readonly number[], b: readonly number[]) =>
  a.every((x, index) => Math.abs(x - (b[index] ?? 99)) < 1e-5);

t.test('logits of one model: as they are, or as log-probabilities', async (t) => {
  t.same(await run({ models: 1, type: 'float32', output: 'logits' }, rows), rows.flat());
  const logs = rows.flatMap((row) => softmax(row).map(Math.log));
  t.ok(near(await run({ models: 1, type: 'float32', output: 'log-probabilities' }, rows), logs));
});

t.test('float16 logits come out as float32', async (t) => {
  t.same(await run({ models: 1, type: 'float16', output: 'logits' }, rows), rows.flat());
});

t.test('several models: the logarithm of the mean of their probabilities', async (t) => {
  const mean = rows.flatMap((row, index) => {
    const second = softmax(other[index] as number[]);
    return softmax(row).map((p, token) => Math.log((p + (second[token] ?? 0)) / 2));
  });
  for (const output of ['logits', 'log-probabilities'] as const)
    t.ok(near(await run({ models: 2, type: 'float32', output }, rows, other), mean), output);
});
