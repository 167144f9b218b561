/** What `hapui pairs` writes in every format passes `pairs check`, and its card tells of the files as they are. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { pairFormats } from '../../src/preferences/formats/index.ts';
import { hapui, scratch } from './cli.ts';

const sample = join(import.meta.dirname, '../../data/sample/ko');
const formats = Object.keys(pairFormats);

t.test('all formats at once', async (t) => {
  const cwd = await scratch(t);
  const config = `
dataset: ${sample}/labelled.csv
systems: ${sample}/labelled-systems/*.csv
preferences:
  trim: true
  filters: { length-ratio: false }
  splits: { train: 0.7, held-out: 0.3 }
  formats: [${formats.join(', ')}]
  card: { license: cc-by-4.0, language: [ko] }
`;
  await writeFile(join(cwd, 'ensemble.yaml'), config);
  const { code, out, err } = await hapui(cwd, ['pairs', '--workers', '1']);
  t.equal(code, 0, err);
  t.match(out, /"the longest wins" would be right in \d+\.\d %/);
  t.notMatch(out, 'licence');
  const folder = join(cwd, 'outputs/ensemble/preferences');

  for (const format of formats)
    await t.test(format, async (t) => {
      const card = await readFile(join(folder, format, 'README.md'), 'utf8');
      const front = parse(card.split('---\n')[1] ?? '');
      t.equal(front.license, 'cc-by-4.0');
      t.same(
        front.dataset_info.splits.map(({ name }: { name: string }) => name),
        ['train', 'held_out'],
      );
      for (const [index, { path }] of front.configs[0].data_files.entries()) {
        const text = await readFile(join(folder, format, path), 'utf8');
        t.match(front.dataset_info.splits[index], {
          num_bytes: Buffer.byteLength(text),
          num_examples: text.trimEnd().split('\n').length,
        });
      }
      const file = join('outputs/ensemble/preferences', format, 'train.jsonl');
      const check = await hapui(cwd, ['pairs', 'check', '--strict', '--for', format, file]);
      // a service that takes ten rows and more cannot be pleased by a small sample
      const out = check.out.replace(/.*\[too-few-rows\].*\n/, '').replace('1 reject', 'nothing found');
      t.equal(out, `${file} for ${format}: nothing found\n`);
    });

  const stats = JSON.parse(await readFile(join(folder, 'trl/stats.json'), 'utf8'));
  t.equal(stats.figures.pairs, stats.written);
  t.equal(
    stats.figures.systems.reduce((sum: number, { pairs }: { pairs: number }) => sum + pairs, 0),
    stats.written,
  );
});
