/** Hostile data, planted secrets and folders that lead elsewhere. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { hapui as here } from '../commands/cli.ts';
import { freshFolder } from './folders.ts';
import { type Ended, hapui, writeRun } from './runs.ts';

const dialogues = 6;

/** What must be seen nowhere, in all the forms that errors give it. */
const secrets = {
  PROVIDER_KEY: 'pk-Zq7/x+9="quoted"',
  PROVIDER_URL: 'https://user:hunter-two@example.test/v1?token=url-token-55',
  HF_TOKEN: 'hf_environment_only',
  PLAIN: 'not-called-a-secret',
};

const needles = [
  secrets.PROVIDER_KEY,
  encodeURIComponent(secrets.PROVIDER_KEY),
  JSON.stringify(secrets.PROVIDER_KEY).slice(1, -1),
  'hunter-two',
  'url-token-55',
  secrets.HF_TOKEN,
  secrets.PLAIN,
];

const everything = (folder: string): { name: string; text: string }[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));

const leaks = (folder: string, ...ended: readonly Pick<Ended, 'out' | 'err'>[]): string[] =>
  [
    ...everything(join(folder, 'outputs')),
    ...ended.flatMap(({ out, err }) => [
      { name: 'stdout', text: out },
      { name: 'stderr', text: err },
    ]),
  ].flatMap(({ name, text }) =>
    needles.filter((needle) => text.includes(needle)).map((needle) => `${name}: ${needle}`),
  );

const secretive = (kind: string, more: object) => ({
  id: kind,
  kind,
  api_key: '${PROVIDER_KEY}',
  url: '${PROVIDER_URL}/${PLAIN}',
  ...more,
});

t.test(
  'secrets in options, environment, URLs and error bodies are written and printed nowhere',
  async (t) => {
    const folder = freshFolder(t);
    const fail = ['d1', 'd4'];
    writeRun(folder, { dialogues, systems: [secretive('slow', { fail }), secretive('slow-main', { fail })] });
    const run = await hapui(folder, ['run'], secrets);
    t.equal(run.code, 4, run.err);
    const json = await here(folder, ['run', '--json', '--workers', '1'], secrets);
    const plan = await here(folder, ['plan', '--json'], secrets);
    const verified = await here(folder, ['verify', 'ensemble', '--json'], secrets);
    t.equal(verified.code, 0, verified.out);
    t.same(leaks(folder, run, json, plan, verified), []);
    const quarantine = readFileSync(join(folder, 'outputs/ensemble/quarantine.jsonl'), 'utf8');
    t.match(
      quarantine,
      '401 from ${PROVIDER_URL}/${PLAIN}: the key ${PROVIDER_KEY} (${PROVIDER_KEY}) is unknown',
    );
  },
);

for (const kind of ['slow', 'slow-main'])
  t.test(`a ${kind} that cannot start does not tell its secrets, not even with --debug`, async (t) => {
    const folder = freshFolder(t);
    writeRun(folder, { dialogues, systems: [secretive(kind, { start: 'throw' })] });
    const run = await here(folder, ['run', '--debug', '--workers', '1'], secrets);
    t.equal(run.code, 1);
    t.match(run.err, 'cannot start with ${PROVIDER_KEY} at ${PROVIDER_URL}');
    t.same(leaks(folder, run), []);
  });

t.test('a new secret keeps the answers that the old one paid for', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [secretive('slow-main', {})] });
  await here(folder, ['run', '--workers', '1'], secrets);
  const again = await here(folder, ['run', '--workers', '1'], { ...secrets, PROVIDER_KEY: 'another-key' });
  t.equal(again.code, 0, again.err);
  const manifest = JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8'));
  t.match(manifest.generated[0], { found: dialogues, made: 0 });
});

t.test('no link is followed out of the output folder', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [] });
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'victim.csv'), 'untouched');
  mkdirSync(join(folder, 'outputs'));
  symlinkSync(elsewhere, join(folder, 'outputs/ensemble'));
  const toFolder = await here(folder, ['run', '--workers', '1']);
  t.equal(toFolder.code, 2, toFolder.err);
  t.match(toFolder.err, 'symbolic link');

  mkdirSync(join(folder, 'outputs/other'));
  symlinkSync(join(elsewhere, 'victim.csv'), join(folder, 'outputs/other/summaries.csv'));
  const toFile = await here(folder, ['run', '--set', 'name=other']);
  t.equal(toFile.code, 2, toFile.err);
  t.same(readdirSync(elsewhere), ['victim.csv']);
  t.equal(readFileSync(join(elsewhere, 'victim.csv'), 'utf8'), 'untouched');
});

t.test('an output that is an input is refused, and the input stays', async (t) => {
  const folder = freshFolder(t);
  writeRun(folder, { dialogues, systems: [] });
  mkdirSync(join(folder, 'outputs/ensemble'), { recursive: true });
  const text = readFileSync(join(folder, 'read.csv'), 'utf8');
  const input = join(folder, 'outputs/ensemble/summaries.csv');
  writeFileSync(input, text);
  const { code, err } = await here(folder, ['run', '--set', 'systems.0.path=outputs/ensemble/summaries.csv']);
  t.equal(code, 2, err);
  t.match(err, 'would be overwritten');
  t.equal(readFileSync(input, 'utf8'), text);
});

t.test(
  'escapes in ids and texts stay off the screen, formulas are counted, files are named by none',
  async (t) => {
    const folder = freshFolder(t);
    writeRun(folder, { dialogues, systems: [] });
    const ids = ['=cmd()', '../../escape', '\u001b]0;title\u0007', '+1', 'a/b', '\u202eevil'];
    writeFileSync(
      join(folder, 'test.csv'),
      `fname,dialogue\n${ids.map((id) => `${id},"#Person1#: 안녕"\n`).join('')}`,
    );
    writeFileSync(
      join(folder, 'read.csv'),
      `fname,summary\n${ids.map((id) => `${id},"@SUM(1) \u001b[2J요약"\n`).join('')}`,
    );
    const run = await here(folder, ['run', '--workers', '1']);
    t.equal(run.code, 0, run.err);
    t.match(run.out, '8 cells look like formulas');
    const why = await here(folder, ['why', 'ensemble', ids[2]!]);
    t.equal(why.code, 0, why.err);
    const unknown = await here(folder, ['run', '--only', '\u001b[31mred']);
    t.equal(unknown.code, 3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    const hostile = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    for (const { out, err } of [run, why, unknown]) t.notMatch(out + err, hostile);
    t.same(readdirSync(join(folder, 'outputs/ensemble')).sort(), [
      'decisions.jsonl',
      'quarantine.jsonl',
      'report.html',
      'run.json',
      'scores.jsonl',
      'summaries.csv',
    ]);
    await here(folder, ['run', '--set', 'output.summaries.csv_safe=true']);
    const safe = readFileSync(join(folder, 'outputs/ensemble/summaries.csv'), 'utf8');
    t.match(safe, "'=cmd(),'@SUM(1)");
    t.equal((await here(folder, ['verify', 'ensemble'])).code, 0, 'disarmed ids are recognised');
  },
);
