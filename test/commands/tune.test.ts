import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { start } from '../faults/runs.ts';
import { hapui, scratch } from './cli.ts';

const root = join(import.meta.dirname, '../..');

interface Tuned {
  readonly systems: readonly {
    readonly system: string;
    readonly dialogues: { readonly search: number; readonly held_out: number };
    readonly luck: { readonly expected: number };
    readonly trials: readonly {
      readonly options: Readonly<Record<string, unknown>>;
      readonly rungs: readonly { readonly dialogues: number }[];
      readonly refused?: string;
    }[];
    readonly found: {
      readonly options: Readonly<Record<string, unknown>>;
      readonly takes: boolean;
      readonly claims_gain: boolean;
      readonly held: { readonly mean: number; readonly low: number };
    };
  }[];
}

const tuningIn = (folder: string): Tuned =>
  JSON.parse(readFileSync(join(folder, 'outputs/ensemble/tuning.json'), 'utf8'));

/** Ten words that name the dialogue; no two dialogues are near-copies. */
const wordsOf = (n: number): string[] =>
  Array.from({ length: 10 }, (_, place) =>
    String.fromCharCode(0xac00 + ((n * 131 + place * 977) % 11_172)).repeat(3),
  );

const space = { right: { from: 1, to: 9, step: 1 }, 'generate.beams': [1, 4] };

/** A generating system, 40 labelled dialogues, and options to search. */
const setUp = async (t: Test, tune: object = { trials: 6, dialogues: 6, systems: { g: space } }) => {
  const folder = await scratch(t);
  const rows = (from: number, count: number, more: (n: number) => string) =>
    Array.from(
      { length: count },
      (_, n) => `d${from + n},A: ${wordsOf(from + n).join(' ')}${more(from + n)}\n`,
    );
  writeFileSync(join(folder, 'test.csv'), `fname,dialogue\n${rows(500, 5, () => '').join('')}`);
  writeFileSync(
    join(folder, 'dev.csv'),
    `fname,dialogue,summary\n${rows(0, 40, (n) => `,${wordsOf(n).join(' ')}`).join('')}`,
  );
  const system = { id: 'g', kind: 'tunable', log: join(folder, 'asked.log') };
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({
      dataset: 'test.csv',
      plugins: [join(root, 'test/fixtures/plugins/tunable-generator.mjs')],
      tokenizer: 'whitespace',
      systems: [system, { ...system, id: 'other', right: 4 }],
      labelled: { dataset: 'dev.csv' },
      tune,
    }),
  );
  return folder;
};

const askedIn = (folder: string): string[] =>
  readFileSync(join(folder, 'asked.log'), 'utf8').trimEnd().split('\n');

/** What a search gives that nothing broke. */
let unbroken: { readonly tuned: Tuned; readonly asked: number } | undefined;

t.test('options that help are found, judged on held-out dialogues, and cost no answer twice', async (t) => {
  const folder = await setUp(t);
  const { code, out, err } = await hapui(folder, ['tune', '--workers', '1']);
  t.equal(code, 0, err);
  const { systems } = tuningIn(folder);
  const [{ found, dialogues, trials, luck }] = systems as [Tuned['systems'][number]];
  t.strictSame(dialogues, { search: 20, held_out: 20 });
  t.strictSame(trials.map(({ rungs }) => rungs.at(-1)?.dialogues).sort(), [12, 20, 20, 20, 6, 6, 6].sort());
  const best = Math.max(...trials.slice(1).map(({ options }) => Number(options.right)));
  t.equal(found.options.right, best, 'what the plugin says of itself');
  t.ok(found.takes && found.claims_gain && found.held.low > 0);
  t.ok(luck.expected > 0);
  t.match(out, 'Warning: 6 trials are many for 20 dialogues.');
  const yaml = /Options for g:\n((?: {2}.*\n)+)/.exec(out)?.[1] ?? '';
  t.match(parse(yaml), { right: best });
  const lines = askedIn(folder);
  t.equal(new Set(lines).size, lines.length);
  unbroken = { tuned: tuningIn(folder), asked: lines.length };

  await t.test('a second search asks nothing and gives the same bytes', async (t) => {
    const before = readFileSync(join(folder, 'outputs/ensemble/tuning.json'), 'utf8');
    const again = await hapui(folder, ['tune', '--workers', '2']);
    t.equal(again.code, 0, again.err);
    t.equal(readFileSync(join(folder, 'outputs/ensemble/tuning.json'), 'utf8'), before);
    t.equal(askedIn(folder).length, lines.length);
  });

  await t.test('a run with the options that were found takes over their answers', async (t) => {
    const set = Object.entries(found.options).flatMap(([key, value]) => [
      '--set',
      `systems.0.${key}=${value}`,
    ]);
    const trained = await hapui(folder, ['train', ...set]);
    t.equal(trained.code, 0, trained.err);
    t.equal(askedIn(folder).length, lines.length, 'all labelled dialogues were answered by the search');
  });
});

t.test('a search that was killed goes on where it was, to the same end', async (t) => {
  const killed = await setUp(t);
  const first = await start(killed, ['tune', '--workers', '1'], { KILL_AT: '50' }).ended;
  t.equal(first.signal, 'SIGKILL', first.err);
  const second = await hapui(killed, ['tune', '--workers', '1']);
  t.equal(second.code, 0, second.err);
  t.strictSame(tuningIn(killed), unbroken?.tuned);
  t.equal(askedIn(killed).length, unbroken?.asked, 'nothing is asked twice');
});

const wrong: Readonly<Record<string, readonly [tune: object, message: RegExp]>> = {
  'a ladder of more steps than can be drawn': [
    { systems: { g: { right: { from: 1, to: 1e9, step: 1e-9 } } } },
    /at most 1000000 steps/,
  ],
  'an unknown system': [
    { systems: { othr: {} } },
    /tune\.systems\.othr: unknown system "othr".*Did you mean "other"/s,
  ],
  'an unknown option': [{ systems: { g: { rihgt: [1] } } }, /unknown key "rihgt".*Did you mean "right"/s],
  'a value out of range': [
    { systems: { g: { right: [3, 11] } } },
    /tune\.systems\.g\.right: 11; expected a whole number/,
  ],
  'a range of numbers for a whole one': [
    { systems: { g: { right: { from: 1, to: 9 } } } },
    /a value that this range gives.*Set `step: 1`/s,
  ],
  'a range that ends before it begins': [
    { systems: { g: { right: { from: 3, to: 1 } } } },
    /a number from `from`/,
  ],
};

t.test('what cannot be tried is told before anything is asked', async (t) => {
  for (const [name, [tune, message]] of Object.entries(wrong)) {
    const folder = await setUp(t, tune);
    const { code, err } = await hapui(folder, ['tune']);
    t.equal(code, 2, name);
    t.match(err, message, name);
  }
});
