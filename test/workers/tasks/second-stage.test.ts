// What is learned in one place must be computed alike in the other: labelled pools at training, pools of a run when deciding.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import t from 'tap';
import type { HapuiError } from '../../../src/errors.ts';
import { fitPairwise } from '../../../src/evaluate/fit-pairwise.ts';
import { canonical, type LabelledSet } from '../../../src/evaluate/labelled-pool.ts';
import { learn } from '../../../src/evaluate/learn.ts';
import { createVocabulary } from '../../../src/evaluate/vocabulary.ts';
import { fittedNames, staticNames } from '../../../src/rerank/features/index.ts';
import { createMainHost } from '../../../src/workers/host.ts';
import { labelPools } from '../../../src/workers/tasks/label.ts';
import { type PoolMessage, preparePool } from '../../../src/workers/tasks/prepare.ts';
import { secondStageScores } from '../../../src/workers/tasks/second-stage.ts';
import { createTools } from '../../../src/workers/tasks/tools.ts';

const sample = new URL('../../../data/sample/ko/', import.meta.url);
const rows = (path: string): Record<string, string>[] =>
  parse(readFileSync(new URL(path, sample)), { columns: true, bom: true });
const systems = ['baseline', 'brief', 'careful', 'fluent'];
const dialogues = rows('labelled.csv').slice(0, 40);
const texts = new Map(
  systems.map((id) => [
    id,
    new Map(rows(`labelled-systems/${id}.csv`).map(({ fname, summary }) => [fname, summary ?? ''])),
  ]),
);

const world = async (order: readonly string[]) => {
  const tools = await createTools(
    {
      plugins: [],
      tokenizer: { name: 'character', options: {} },
      metric: { name: 'rouge-1.0.1', options: {} },
      weights: { rouge1: 1, rouge2: 1, rougeL: 1 },
      clean: [],
      output_clean: [],
      systems: order,
    },
    createMainHost({ folder: '.', allowCommands: false }),
  );
  const messages = dialogues.map(
    ({ fname = '', dialogue = '', summary = '' }, index): PoolMessage => ({
      pool: {
        dialogue: { id: fname, index, text: dialogue, references: [summary] },
        candidates: order.map((system) => {
          const text = texts.get(system)?.get(fname) ?? '';
          return { system, candidate: 0, text, status: text === '' ? 'empty' : 'ok' };
        }),
      },
    }),
  );
  const features = { clusterOf: Int32Array.from(order.keys()), scorers: [] };
  const vocabulary = createVocabulary();
  const spelled = await labelPools(
    {
      gates: 'none',
      statistics: { endings: new Map(), lengths: undefined } as never,
      messages,
      groups: dialogues.map(({ fname = '' }) => fname),
      features,
    },
    tools,
  );
  const shape = { types: tools.metric.types, columns: {} };
  const set: LabelledSet = {
    systems: order,
    families: order.map(() => undefined),
    features: [...staticNames(shape), ...fittedNames(shape)],
    ...vocabulary.known(spelled.map(vocabulary.number)),
  };
  return { tools, messages, set, features };
};

const setupOf = (set: LabelledSet, features: { clusterOf: Int32Array; scorers: readonly string[] }) => {
  const own = canonical(set);
  const context = {
    systems: own.systems,
    features: own.features,
    vocabulary: own.vocabulary,
    clusterOf: Int32Array.from(own.systems.keys()),
    seed: 1,
    strength: 0.01,
  };
  const fit = fitPairwise(own.pools, context);
  const weights = own.features.map((name, place) => ({
    name,
    scale: fit.scales[place]!,
    weight: fit.weights[place]!,
  }));
  const inConfigOrder = (values: Float64Array): Float64Array =>
    Float64Array.from(set.systems, (id) => values[own.systems.indexOf(id)]!);
  const [skills, intercepts] = [inConfigOrder(fit.skills), inConfigOrder(fit.intercepts)];
  const usage = (kind: 'words' | 'pairs') => {
    const own = fit.lexicon![kind];
    return { ...own, systems: inConfigOrder(own.systems) };
  };
  const lexicon = {
    odds: fit.lexicon!.odds,
    words: usage('words'),
    pairs: usage('pairs'),
    grams: set.vocabulary!,
  };
  const setup = { ...features, features: weights, skills, intercepts, lexicon, where: 'second-stage.json' };
  return { own, fit, setup };
};

t.test('deciding scores candidates with the same bits as learning, in any order of systems', async (t) => {
  for (const order of [systems, ['fluent', 'baseline', 'careful', 'brief']]) {
    const { tools, messages, set, features } = await world(order);
    const { own, fit, setup } = setupOf(set, features);
    for (const message of messages.slice(0, 8)) {
      const prepared = await preparePool(message, tools);
      const { scores } = await secondStageScores(
        message,
        prepared,
        message.pool.candidates.map(() => true),
        setup,
        tools,
      );
      const pool = own.pools.find(({ id }) => id === message.pool.dialogue.id)!;
      const taught = fit.scores(pool);
      for (const [row, system] of pool.rows.entries())
        t.ok(Object.is(scores[order.indexOf(own.systems[system]!)], taught[row]), pool.id);
    }
  }
});

t.test('contributions add up to the difference of two scores, the strongest first', async (t) => {
  const { tools, messages, set, features } = await world(systems);
  const { setup } = setupOf(set, features);
  const message = messages[0]!;
  const prepared = await preparePool(message, tools);
  const eligible = message.pool.candidates.map(() => true);
  const { scores, explain } = await secondStageScores(message, prepared, eligible, setup, tools);
  const parts = explain(2, 0);
  const sum = parts.reduce((total, { value }) => total + value, 0);
  t.ok(Math.abs(sum - (scores[2]! - scores[0]!)) < 1e-12);
  t.strictSame(
    parts.map(({ value }) => Math.abs(value)),
    parts.map(({ value }) => Math.abs(value)).sort((a, b) => b - a),
  );
});

t.test('a feature that this version does not have is refused by name', async (t) => {
  const { tools, messages, set, features } = await world(systems);
  const { setup } = setupOf(set, features);
  const message = messages[0]!;
  const prepared = await preparePool(message, tools);
  for (const [name, found] of [
    ['length.lgo', /unknown feature "length\.lgo"/],
    ['scorer.cross', /scorer "cross"/],
  ] as const) {
    const strange = { ...setup, features: [{ name, scale: 1, weight: 1 }] };
    try {
      await secondStageScores(message, prepared, [true, true, true, true], strange, tools);
      t.fail('scored');
    } catch (error) {
      t.match(error, { code: 'config-unknown-name', data: { feature: name } });
      t.match((error as HapuiError).message, found);
    }
  }
});

t.test('a system that was never labelled is scored by its texts, as if of average skill', async (t) => {
  const { tools, messages, set, features } = await world(systems);
  const { setup } = setupOf(set, features);
  const message = messages[0]!;
  const prepared = await preparePool(message, tools);
  const unseen = {
    ...setup,
    skills: setup.skills.with(0, Number.NaN),
    intercepts: setup.intercepts.with(0, 0),
  };
  const { scores } = await secondStageScores(message, prepared, [true, true, true, true], unseen, tools);
  t.ok(scores.every((score) => Number.isFinite(score)));
});

t.test('permuted systems give the same second stage, byte for byte', async (t) => {
  const options = { folds: 3, repeats: 1, seed: 4, threshold: 0.85, signature: 's', inputs: {} };
  const files: string[] = [];
  for (const order of [systems, ['fluent', 'careful', 'brief', 'baseline']])
    files.push(JSON.stringify(learn((await world(order)).set, options).secondStage));
  t.equal(files[0], files[1]);
});
