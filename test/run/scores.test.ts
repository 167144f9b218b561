// Scorers of plugins in whole runs: their columns reach decisions, and no score is asked for twice.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { DecisionRecord, ScoreRecord } from '../../src/types.ts';
import { hapui, scratch } from '../commands/cli.ts';

const plugin = join(import.meta.dirname, '../fixtures/plugins/counting-scorer.mjs');
const ids = Array.from({ length: 70 }, (_, n) => `d${n}`);
const table = (head: string, cell: (id: string, n: number) => string): string =>
  `fname,${head}\n${ids.map((id, n) => `${id},${cell(id, n)}\n`).join('')}`;

interface Place {
  readonly folder: string;
  /** Lines that the scorers have written, then forgotten. */
  scored(): string[];
  run(argv?: readonly string[], env?: Record<string, string>): ReturnType<typeof hapui>;
}

const place = async (t: Test, config: Record<string, unknown>): Promise<Place> => {
  const folder = await scratch(t);
  const log = join(folder, 'scored.log');
  const files = {
    'test.csv': table('dialogue', (id, n) => `#Person1#: ${id} 회의는 ${n}시에 시작해요.`),
    'long.csv': table('summary', (id, n) => `회의는 ${n}시에 시작한다고 ${id} 말한다`),
    'short.csv': table('summary', (_, n) => (n === 3 ? '' : `회의는 ${n}시`)),
    'copy.csv': table('summary', (_, n) => `회의는 ${n}시`),
    'scored.log': '',
    'ensemble.yaml': JSON.stringify({
      dataset: 'test.csv',
      systems: ['long.csv', 'short.csv'],
      plugins: [plugin],
      gates: 'none',
      ...JSON.parse(JSON.stringify(config).replaceAll('LOG', log)),
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  let seen = 0;
  return {
    folder,
    scored: () => {
      const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
      const fresh = lines.slice(seen);
      seen = lines.length;
      return fresh;
    },
    run: (argv = [], env = {}) => hapui(folder, ['run', ...argv], env),
  };
};

const linesOf = <T>(folder: string, name: string): T[] =>
  readFileSync(join(folder, 'outputs/ensemble', name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

const bytesOf = (folder: string): string[] =>
  ['summaries.csv', 'decisions.jsonl', 'scores.jsonl', 'quarantine.jsonl'].map((name) =>
    readFileSync(join(folder, 'outputs/ensemble', name), 'utf8'),
  );

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8'));

t.test(
  'a column of scores is stored once, fused, written down, and its scorer told of in run.json',
  async (t) => {
    const { folder, run, scored } = await place(t, {
      rerank: [
        { id: 'long', kind: 'counting', log: 'LOG', batch: 4 },
        { id: 'free', kind: 'length' },
      ],
      ensemble: { select: 'fuse', fuse: { weights: { long: 1 } } },
    });
    const first = await run(['--workers', '2']);
    t.equal(first.code, 0, first.err);
    t.equal(scored().length, 139, 'every text that is not blank');
    const decisions = linesOf<DecisionRecord>(folder, 'decisions.jsonl');
    t.ok(
      decisions.every(({ system }) => system === 'long'),
      'the longest candidate wins by the fused column',
    );
    const scores = linesOf<ScoreRecord>(folder, 'scores.jsonl');
    const [own] = scores;
    const dialogue = '#Person1#: d0 회의는 0시에 시작해요.';
    t.strictSame(Object.keys(own!.scores), ['mbr', 'long', 'free']);
    t.equal(own!.scores.long, own!.text.length / dialogue.length, 'as the scorer gave it, to the last bit');
    const blank = scores.find(({ text }) => text === '');
    t.match(blank, { id: 'd3', scores: { long: null, free: null } }, 'a blank text has no score');
    t.match(manifestOf(folder).scored, [
      { id: 'long', kind: 'counting', made: 139, found: 0, report: { devices: ['here'] } },
      { id: 'free', kind: 'length', made: 139, found: 0 },
    ]);

    const bytes = bytesOf(folder);
    const again = await run(['--workers', '1']);
    t.equal(again.code, 0, again.err);
    t.strictSame(bytesOf(folder), bytes, 'the same bytes from the store, with another number of workers');
    t.strictSame(scored(), []);
    t.match(manifestOf(folder).scored, [{ made: 0, found: 139 }, { made: 139 }]);
    const verified = await hapui(folder, ['verify', 'ensemble']);
    t.equal(verified.code, 0, verified.out + verified.err);

    const more = await run(['--set', 'systems=[long.csv, short.csv, copy.csv]']);
    t.equal(more.code, 0, more.err);
    // The blank one shifts the batches of `short` in the first window; in the second they are those of `copy`, word for word.
    t.equal(scored().length, 64, 'another system costs its own scores only');
    const copies = linesOf<ScoreRecord>(folder, 'scores.jsonl').filter(({ system }) => system !== 'long');
    const one = copies.filter(({ id }) => id === 'd0').map((each) => each.scores.long);
    t.equal(one[0], one[1], 'equal texts have one score');
  },
);

t.test(
  'what a scorer fails on has no score and is in quarantine, and every dialogue is decided',
  async (t) => {
    const { folder, run, scored } = await place(t, {
      rerank: [
        { id: 'counted', kind: 'counting', log: 'LOG', batch: 4, fail: '${FAIL:-}', exit: '${EXIT:-}' },
        { id: 'seen', kind: 'seeing', log: 'LOG', fail: '${BROKE:-}' },
      ],
      systems: ['long.csv'],
      ensemble: { select: 'fuse', fuse: { weights: { counted: 1, seen: 1 } } },
    });
    const ran = await run([], { FAIL: 'd1', EXIT: 'd6', BROKE: 'd2' });
    t.equal(ran.code, 4, ran.err);
    t.equal(linesOf(folder, 'decisions.jsonl').length, 70);
    const quarantine = linesOf<Record<string, unknown>>(folder, 'quarantine.jsonl');
    t.match(
      quarantine.filter(({ scorer }) => scorer === 'counted'),
      [
        { id: 'd1', system: 'long', reason: /out of order/ },
        { id: 'd6', system: 'long', reason: /died each time/ },
      ],
      'a batch that kills its thread is taken apart: its neighbours have their scores',
    );
    t.match(
      quarantine.filter(({ scorer }) => scorer === 'seen'),
      [{ id: 'd2', system: null, reason: /no money left/ }],
    );
    const scores = linesOf<ScoreRecord>(folder, 'scores.jsonl');
    t.match(
      scores.filter(({ id }) => id === 'd1').map((each) => each.scores.counted),
      [null],
    );
    t.type(scores.find(({ id }) => id === 'd7')?.scores.counted, 'number');
    scored();
    const verified = await hapui(folder, ['verify', 'ensemble']);
    t.equal(verified.code, 0, verified.out + verified.err);

    const again = await run();
    t.equal(again.code, 0, again.err);
    const asked = [...new Set(scored().map((line) => line.split(' ')[0]))];
    // d1 failed in its batch, which is done again as a whole; those of d6 were made alone and are kept.
    t.strictSame(asked.sort(), ['d0', 'd1', 'd2', 'd3', 'd6'], 'only what has no score is asked for');
  },
);

t.test('a scorer sees the votes, and the columns of those before it', async (t) => {
  const { folder, run, scored } = await place(t, {
    rerank: [
      { id: 'free', kind: 'length' },
      { id: 'seen', kind: 'seeing', log: 'LOG', sees: 'free' },
    ],
  });
  const ran = await run();
  t.equal(ran.code, 0, ran.err);
  for (const { text, scores } of linesOf<ScoreRecord>(folder, 'scores.jsonl'))
    if (text !== '')
      t.equal(Math.round(1e6 * scores.seen!) / 1e6, text.length + 1 + 1, 'the column, u(x, x) ≈ 1, no gate');
  t.equal(scored().length, 139);
  const { out } = await hapui(folder, ['plan', '--json']);
  t.equal(JSON.parse(out).dialogues, 70, 'a plan writes nothing and asks for nothing');
  t.strictSame(scored(), []);

  const twisted = await run(['--set', 'rerank.0.id=after']);
  t.equal(twisted.code, 2);
  t.match(twisted.err, /rerank\[1\].*unknown column of scores "free".*entries before its own/s);
  const taken = await run(['--set', 'rerank.0.id=skill']);
  t.match(taken.err, /the column "skill" is taken/);
  const unknown = await run(['--set', 'ensemble.fuse.weights.seem=1']);
  t.equal(unknown.code, 2);
  t.match(unknown.err, /unknown column of scores "seem".*Did you mean "seen"/s);
});
