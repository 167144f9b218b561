import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { DecisionRecord, ScoreRecord } from '../../src/types.ts';
import { hapui } from '../commands/cli.ts';
import { exampleNames, folderOfExamples } from './examples.ts';

const dialogues = 'fname,dialogue\na,#Person1#: 회의는 세 시야.\nb,#Person1#: 점심 먹자. 배고파.\n';
const one = 'fname,summary\na,회의는 세 시에 있다.\nb,둘은 점심을 먹는다.\n';
const two = 'fname,summary\na,회의가 세 시에 있다.\nb,점심을 먹자고 한다.\n';

const config = `dataset: d.csv
systems:
  - one.csv
  - two.csv
  - { id: lead, kind: lead, turns: 1 }
plugins: [${exampleNames.join(', ')}]
tokenizer: { name: character-runs, size: 3 }
mbr: { utility: { metric: overlap } }
rerank: [{ id: figures, kind: figures }]
ensemble: { select: fuse, fuse: { weights: { mbr: 1, figures: 0.1 } } }
`;

const workplace = async (t: Test): Promise<string> => {
  const folder = await folderOfExamples(t);
  const files = { 'd.csv': dialogues, 'one.csv': one, 'two.csv': two, 'ensemble.yaml': config };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
};

const linesOf = async <T>(folder: string, name: string): Promise<T[]> => {
  const text = await readFile(join(folder, 'outputs/ensemble', name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
};

const generatedIn = async (folder: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, 'outputs/ensemble/run.json'), 'utf8')).generated[0];

t.test(
  'a run uses a metric, a tokenizer, a generator and a scorer of plugins, in every thread',
  async (t) => {
    const folder = await workplace(t);
    const ran = await hapui(folder, ['run', '--workers', '2']);
    t.equal(ran.code, 0, ran.err);
    t.match(await generatedIn(folder), { id: 'lead', found: 0, made: 2 });
    t.match(ran.out, /Signature: overlap v1\|tok:character-runs\(size=3\)/);
    const decisions = await linesOf<DecisionRecord>(folder, 'decisions.jsonl');
    t.strictSame(
      decisions.map(({ id, kind }) => [id, kind]),
      [
        ['a', 'selected'],
        ['b', 'selected'],
      ],
    );
    const scores = await linesOf<ScoreRecord>(folder, 'scores.jsonl');
    const lead = scores.filter(({ system }) => system === 'lead');
    t.strictSame(
      lead.map(({ text }) => text),
      ['회의는 세 시야.', '점심 먹자. 배고파.'],
    );
    t.ok(scores.every(({ scores }) => Number(scores.mbr) >= 0 && Number(scores.mbr) <= 1));
    t.ok(
      scores.every(({ scores: { figures } }) => figures === null),
      'these dialogues have no figures, and so no score',
    );
    const why = await hapui(folder, ['why', 'ensemble', 'a']);
    t.equal(why.code, 0, why.err);
    t.match(why.out, /lead/, '`why` knows the plugins of its run');
    const again = await hapui(folder, ['run', '--workers', '1']);
    t.equal(again.code, 0, again.err);
    t.match(await generatedIn(folder), { id: 'lead', found: 2, made: 0 }, 'a second run asks for no answer');
  },
);

t.test('options of plugins are checked as any others', async (t) => {
  const folder = await workplace(t);
  const ran = await hapui(folder, ['plan', '--set', 'systems.2.turn=3']);
  t.equal(ran.code, 2);
  t.match(ran.err, /turn/);
  t.match(ran.err, /turns/);
});
