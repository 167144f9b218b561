import t from 'tap';
import { parse } from 'yaml';
import { axolotl } from '../../../src/preferences/formats/axolotl.ts';
import { pairFormats } from '../../../src/preferences/formats/index.ts';
import { kto } from '../../../src/preferences/formats/kto.ts';
import { trainingLine } from '../../../src/preferences/formats/line.ts';
import { llamafactory } from '../../../src/preferences/formats/llamafactory.ts';
import type { Pair } from '../../../src/preferences/types.ts';
import { pairFormatContract } from '../../contract/pair-format.ts';
import { longPrompt, makePair } from './pairs.ts';

for (const format of Object.values(pairFormats)) pairFormatContract(format);

t.test('formats are called as the table calls them', async (t) => {
  for (const [name, format] of Object.entries(pairFormats)) t.equal(format.name, name);
});

t.test('a decimal is written with a point, and nothing else is changed', async (t) => {
  t.equal(
    trainingLine({ margin: 2, count: 2, text: 'a' }, ['margin']),
    '{"margin":2.0,"count":2,"text":"a"}',
  );
  t.equal(trainingLine({ margin: 0.1 }, ['margin']), '{"margin":0.1}');
  t.equal(trainingLine({ margin: 1e21 }, ['margin']), '{"margin":1e+21}');
});

const side = (text: string): Pair['chosen'] => ({ text, system: 's', candidate: 0, score: 0 });

t.test('kto says each text once, and none that is on both sides', async (t) => {
  const best = (number: number, chosen: string, rejected: string): Pair =>
    makePair(0, { number, chosen: side(chosen), rejected: side(rejected) });
  const siblings = [best(0, '좋다', '중간'), best(1, '좋다', '나쁘다'), best(2, '중간', '나쁘다')];
  const rows = siblings.flatMap((pair) => kto.rows(pair, siblings));
  t.same(
    rows.map(({ completion, label }) => [(completion as { content: string }[])[0]?.content, label]),
    [
      ['좋다', true],
      ['나쁘다', false],
    ],
  );
});

t.test('llamafactory names the columns that its rows have, and only those', async (t) => {
  const info = (pair: Pair) => {
    const [row = {}] = llamafactory.rows(pair, [pair]);
    const splits = [{ split: 'train', file: 'train.jsonl', rows: 1 }];
    const files = llamafactory.files?.({ name: 'run', splits, keys: Object.keys(row) }) ?? {};
    return JSON.parse(files['dataset_info.json'] ?? '').run_train;
  };
  t.same(info(makePair(0)), {
    file_name: 'train.jsonl',
    ranking: true,
    columns: { prompt: 'instruction', system: 'system', chosen: 'chosen', rejected: 'rejected' },
  });
  t.same(info(makePair(0, { prompt: longPrompt })).columns, {
    prompt: 'instruction',
    history: 'history',
    chosen: 'chosen',
    rejected: 'rejected',
  });
});

t.test("axolotl's YAML trains on the first split and evaluates on the next", async (t) => {
  const splits = ['train', 'validation', 'test'].map((split) => ({ split, file: `${split}.jsonl`, rows: 1 }));
  const yaml = axolotl.files?.({ name: 'run', splits, keys: ['messages'] })['axolotl.yaml'] ?? '';
  const config = parse(yaml);
  t.match(config, { rl: 'dpo', chat_template: 'tokenizer_default' });
  t.same(
    [config.datasets, config.test_datasets].map((list) => list.map(({ path }: { path: string }) => path)),
    [['train.jsonl'], ['validation.jsonl']],
  );
  t.notMatch(yaml, /[&*]a\d/, 'no anchors');
});
