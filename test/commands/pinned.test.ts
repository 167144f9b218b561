// A second stage that the config names by its file: checked by `plan` as by `run`, and never used on what it was taught with.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { hapui, scratch } from './cli.ts';

/** Seven words that name the dialogue; no two dialogues are near-copies. */
const words = (n: number): string[] =>
  Array.from({ length: 7 }, (_, place) =>
    String.fromCharCode(0xac00 + ((n * 131 + place * 977) % 11_172)).repeat(2),
  );
const dialogue = (n: number): string => `A: ${words(n).join(' ')} ${words(n + 300).join(' ')}`;
/** System `s` gets some of the words right. */
const summary = (n: number, s: number): string =>
  words(n)
    .map((word, place) => ((n + place + s) % (s + 2) === 0 ? `틀림${s}` : word))
    .join(' ');

const table = (ids: readonly number[], cells: (n: number) => readonly string[], head: string): string =>
  `${[head, ...ids.map((n) => [`d${n}`, ...cells(n)].join(','))].join('\n')}\n`;
const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

/** 16 labelled dialogues, 6 others, and a file of the six with one of the labelled ones among them. */
const setUp = async (t: Test) => {
  const folder = await scratch(t);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const [dev, test] = [numbers(0, 16), numbers(40, 6)];
  const mixed = [...test.slice(0, 5), 3];
  write(
    'dev.csv',
    table(dev, (n) => [dialogue(n), words(n).join(' ')], 'id,dialogue,summary'),
  );
  write(
    'test.csv',
    table(test, (n) => [dialogue(n)], 'id,dialogue'),
  );
  write(
    'mixed.csv',
    table(mixed, (n) => [` ${dialogue(n)} `], 'id,dialogue'),
  );
  for (const [s, name] of ['a', 'b', 'c'].entries()) {
    write(
      `${name}.csv`,
      table([...test, ...dev], (n) => [summary(n, s)], 'id,summary'),
    );
    write(
      `dev-${name}.csv`,
      table(dev, (n) => [summary(n, s)], 'id,summary'),
    );
  }
  const systems = ['a', 'b', 'c'].map((id) => ({ id, path: `${id}.csv`, unknown_ids: 'ignore' }));
  const common = { tokenizer: 'whitespace', systems };
  const labelled = {
    dataset: 'dev.csv',
    systems: ['a', 'b', 'c'].map((id) => ({ id, path: `dev-${id}.csv` })),
  };
  write('learn.yaml', JSON.stringify({ ...common, dataset: 'test.csv', labelled }));
  write('use.yaml', JSON.stringify({ ...common, dataset: 'test.csv', ensemble: { select: 'learned.json' } }));
  return folder;
};

t.test(
  'a second stage that the config names is checked by plan, and not used on what it was taught with',
  async (t) => {
    const folder = await setUp(t);
    const missing = await hapui(folder, ['plan', 'use.yaml']);
    t.equal(missing.code, 2);
    t.match(missing.err, /\[config-path\] ensemble\.select: learned\.json cannot be read/);

    const trained = await hapui(folder, ['train', 'learn.yaml', '--out', 'learned.json']);
    t.equal(trained.code, 0, trained.err);
    const path = join(folder, 'learned.json');
    const learned = JSON.parse(readFileSync(path, 'utf8'));
    const pin = (changed: object) => writeFileSync(path, JSON.stringify({ ...learned, ...changed }));
    pin({ chosen: 'pairwise' });
    const planned = await hapui(folder, ['plan', 'use.yaml']);
    t.equal(planned.code, 0, planned.err);
    t.match(planned.out, 'Selection: pairwise;');
    const ran = await hapui(folder, ['run', 'use.yaml', '--quiet', '--workers', '1']);
    t.equal(ran.code, 0, ran.err);

    const { features } = learned.model;
    const wrong: Record<
      string,
      readonly [changed: object, args: readonly string[], code: number, message: RegExp]
    > = {
      'a feature twice': [
        { model: { ...learned.model, features: [...features, features[0]] } },
        [],
        3,
        new RegExp(`learned\\.json model\\.features: more than one entry for ${features[0].name}`),
      ],
      'a system twice': [
        { systems: [...learned.systems, learned.systems[1]] },
        [],
        3,
        /learned\.json systems: more than one entry for b;/,
      ],
      'an unknown feature': [
        { chosen: 'pairwise', model: { ...learned.model, features: [{ ...features[0], name: 'luck' }] } },
        [],
        2,
        /learned\.json: unknown feature "luck"/,
      ],
      'another layout': [{ version: 2 }, [], 3, /learned\.json version/],
      'other scores': [{}, ['--set', 'tokenizer=character'], 2, /\[incompatible-signature\] learned\.json/],
      'the very dialogues': [
        {},
        ['--set', 'dataset=dev.csv'],
        3,
        /\[input-overlap\] dev\.csv, learned\.json: .* from this very file/,
      ],
      'one of the dialogues, in another file': [
        {},
        ['--set', 'dataset=mixed.csv'],
        3,
        /\[input-overlap\] mixed\.csv, learned\.json: .* from 1 of the dialogues: d3;/,
      ],
    };
    for (const [name, [changed, args, code, message]] of Object.entries(wrong)) {
      pin(changed);
      const { code: found, err } = await hapui(folder, ['plan', 'use.yaml', ...args]);
      t.equal(found, code, `${name}: ${err}`);
      t.match(err, message, name);
    }
    const refused = await hapui(folder, ['run', 'use.yaml', '--set', 'dataset=dev.csv']);
    t.equal(refused.code, 3, 'a run refuses what its plan refuses');
    const allowing = ['ensemble.select=learned.json', 'dataset=dev.csv', 'labelled.allow_overlap=true'];
    pin({});
    const allowed = await hapui(folder, [
      'plan',
      'learn.yaml',
      ...allowing.flatMap((each) => ['--set', each]),
    ]);
    t.equal(allowed.code, 0, allowed.err);
    truncateSync(path, 2 ** 29 + 2 ** 20); // longer than any text of Node can be; a hole, which takes no room
    t.match(await hapui(folder, ['plan', 'use.yaml']), {
      code: 2,
      err: /\[config-path\] ensemble\.select: learned\.json has 513 MiB; expected .* of 256 MiB at most/,
    });
    writeFileSync(path, '{ "version": 1,');
    t.match(await hapui(folder, ['plan', 'use.yaml']), { code: 3, err: /learned\.json: no valid JSON/ });
  },
);
