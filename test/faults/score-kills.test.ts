// A run is killed while its scorers work: what was stored is not scored again, and the end is the same to the byte.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openStore } from '../../src/run/store/index.ts';
import { listStore } from '../../src/run/store/logs.ts';
import { hapui, scratch } from '../commands/cli.ts';
import { leftovers, outputsOf, start } from './runs.ts';

const plugin = join(import.meta.dirname, '../fixtures/plugins/counting-scorer.mjs');
const ids = Array.from({ length: 40 }, (_, n) => `d${n}`);

const workplace = async (t: Test): Promise<string> => {
  const folder = await scratch(t);
  const table = (head: string, cell: (n: number) => string): string =>
    `fname,${head}\n${ids.map((id, n) => `${id},${cell(n)}\n`).join('')}`;
  writeFileSync(
    join(folder, 'test.csv'),
    table('dialogue', (n) => `회의는 ${n}시에 시작해요.`),
  );
  writeFileSync(
    join(folder, 'one.csv'),
    table('summary', (n) => `회의는 ${n}시`),
  );
  writeFileSync(
    join(folder, 'two.csv'),
    table('summary', (n) => `${n}시에 회의가 있다`),
  );
  const log = join(folder, 'scored.log');
  const config = {
    dataset: 'test.csv',
    systems: ['one.csv', 'two.csv'],
    tokenizer: 'whitespace',
    plugins: [plugin],
    rerank: [{ id: 'own', kind: 'counting', log, batch: 4, delay: '${DELAY:-0}' }],
    ensemble: { select: 'fuse', fuse: { weights: { own: 1 } } },
  };
  writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(config));
  return folder;
};

const scored = (folder: string): number => {
  const log = join(folder, 'scored.log');
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
};

const stored = async (folder: string): Promise<number> => {
  const path = join(folder, 'outputs/.store');
  const open = await openStore(path, { readOnly: true });
  let found = 0;
  for (const { stage, fingerprint } of (await listStore(path)).logs)
    found += (await open.stage(stage, fingerprint)).size;
  await open.close();
  return found;
};

t.test('a run killed amid its scores goes on where it stopped', async (t) => {
  const unbroken = await workplace(t);
  const whole = await hapui(unbroken, ['run']);
  t.equal(whole.code, 0, whole.err);
  t.equal(scored(unbroken), 80);

  const folder = await workplace(t);
  const running = start(folder, ['run', '--workers', '2'], { DELAY: '20' });
  while (scored(folder) < 20 && running.child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  running.child.kill('SIGKILL');
  t.equal((await running.ended).signal, 'SIGKILL');

  const [kept, before] = [await stored(folder), scored(folder)];
  t.ok(kept > 0 && kept < 80, `${kept} scores were stored`);
  const again = await hapui(folder, ['run']);
  t.equal(again.code, 0, again.err);
  t.equal(scored(folder) - before, 80 - kept, 'only what was not stored is scored');
  t.equal(await stored(folder), 80);
  t.strictSame(outputsOf(folder), outputsOf(unbroken), 'bytes equal those of the unbroken run');
  t.same(leftovers(join(folder, 'outputs')), []);
});
