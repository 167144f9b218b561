import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { planted, soundLines, textOf } from '../preferences/check/planted.ts';
import { hapui, scratch } from './cli.ts';

t.test('a sound file passes, also packed', async (t) => {
  const cwd = await scratch(t);
  await writeFile(join(cwd, 'pairs.jsonl'), textOf(soundLines('trl')));
  await writeFile(join(cwd, 'pairs.jsonl.gz'), gzipSync(textOf(soundLines('trl'))));
  for (const file of ['pairs.jsonl', 'pairs.jsonl.gz']) {
    const { code, out } = await hapui(cwd, ['pairs', 'check', '--for', 'trl', file]);
    t.equal(code, 0);
    t.equal(out, `${file} for trl: nothing found\n`);
  }
});

t.test('a defect is told with its place, code and effect, and fails', async (t) => {
  const cwd = await scratch(t);
  const { content } = planted.find(({ code }) => code === 'duplicate-key') ?? {};
  await writeFile(join(cwd, 'pairs.jsonl'), content ?? '');
  const { code, out } = await hapui(cwd, ['pairs', 'check', 'pairs.jsonl', '--for', 'trl']);
  t.equal(code, 100);
  t.match(
    out,
    /^pairs\.jsonl:3:\d+ reject \[duplicate-key\] the key "chosen" stands twice: DPOTrainer stops\n/,
  );
  t.match(out, /\npairs\.jsonl for trl: .*reject/);

  const json = await hapui(cwd, ['pairs', 'check', 'pairs.jsonl', '--for', 'trl', '--json']);
  const report = JSON.parse(json.out);
  t.equal(json.code, 100);
  t.match(report, { file: 'pairs.jsonl', for: 'trl', ok: false });
  t.match(report.findings[0], { code: 'duplicate-key', effect: 'reject', line: 3 });
  t.equal(report.counts.reject, report.findings.length);
});

t.test('warnings pass unless --strict; many of a kind are counted', async (t) => {
  const cwd = await scratch(t);
  const spaced = soundLines('trl-standard').map((line) => line.replace('"chosen":"', '"chosen":" '));
  await writeFile(join(cwd, 'pairs.jsonl'), textOf(spaced));
  const { code, out } = await hapui(cwd, ['pairs', 'check', '--for', 'trl-standard', 'pairs.jsonl']);
  t.equal(code, 0);
  t.match(out, '… and 7 more of warn edge-space');
  t.match(out, 'pairs.jsonl for trl-standard: 12 warn\n');
  const strict = await hapui(cwd, ['pairs', 'check', '--for', 'trl-standard', 'pairs.jsonl', '--strict']);
  t.equal(strict.code, 100);
});

t.test('lengths are counted with a named tokenizer', async (t) => {
  const cwd = await scratch(t);
  await writeFile(join(cwd, 'pairs.jsonl'), textOf(soundLines('trl')));
  const argv = [
    'pairs',
    'check',
    '--for',
    'trl',
    'pairs.jsonl',
    '--tokenizer',
    'character',
    '--max-tokens',
    '60',
  ];
  const { code, out } = await hapui(cwd, argv);
  t.equal(code, 100);
  t.match(out, /cut \[too-long\] prompt and chosen have \d+ \+ \d+ tokens, more than 60/);
});

t.test('an unknown format and an absent file are refused', async (t) => {
  const cwd = await scratch(t);
  const unknown = await hapui(cwd, ['pairs', 'check', '--for', 'trll', 'pairs.jsonl']);
  t.equal(unknown.code, 2);
  t.match(unknown.err, 'Did you mean "trl"?');
  t.equal((await hapui(cwd, ['pairs', 'check', '--for', 'trl', 'pairs.jsonl'])).code, 3);
  t.equal((await hapui(cwd, ['pairs', 'check', 'pairs.jsonl'])).code, 2);
});
