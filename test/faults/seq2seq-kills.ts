/** Runs of the two small models that lose threads, are killed, and go on: what they write must be as if nothing had happened. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Test } from 'tap';
import { openStore } from '../../src/run/store/index.ts';
import { listStore } from '../../src/run/store/logs.ts';
import { hapui } from '../commands/cli.ts';
import { freshFolder } from './folders.ts';
import { type Ended, leftovers, outputsOf, start } from './runs.ts';

const root = join(import.meta.dirname, '..', '..');
const store = 'outputs/.store';
const systems = ['tiny-bart', 'tiny-t5'];

const system = (id: string) => ({
  id,
  kind: 'seq2seq',
  model: join(root, 'models', id),
  dtype: 'int8',
  threads: 1,
  device: 'cpu',
  runtime: '${RUNTIME:-onnxruntime-node}',
  batch_size: 6,
  candidates: 2,
  generate: { strategy: 'beam', beams: 2, max_new_tokens: 16 },
});

/** Writes dialogues of the sample and a config that has both models decode them in batches of six. */
export const writeSeq2seqRun = (folder: string, dialogues: number): void => {
  const rows = parse(readFileSync(join(root, 'data/sample/ko/labelled.csv')), { columns: true, bom: true });
  const lines = (rows as { fname: string; dialogue: string }[])
    .slice(0, dialogues)
    .map(({ fname, dialogue }) => `${JSON.stringify({ fname, dialogue })}\n`);
  writeFileSync(join(folder, 'test.jsonl'), lines.join(''));
  const config = { dataset: 'test.jsonl', tokenizer: 'character', systems: systems.map(system) };
  writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(config));
};

/** The outputs of a run that nothing happened to. */
export const unbrokenSeq2seq = async (
  t: Test,
  dialogues: number,
): Promise<Readonly<Record<string, string>>> => {
  const folder = freshFolder(t);
  writeSeq2seqRun(folder, dialogues);
  const { code, err } = await hapui(folder, ['run']);
  if (code !== 0 && code !== 4) throw new Error(err);
  return outputsOf(folder);
};

/**
 * A life of the process: the encoder calls at which a thread dies, and the kill, once the store has so many bytes. Two deaths
 * might meet in one batch, which would then be taken apart.
 */
export interface Life {
  readonly deaths: readonly number[];
  readonly killAt: number | undefined;
}

const storeBytes = (folder: string): number => {
  const path = join(folder, store);
  if (!existsSync(path)) return 0;
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
};

/** Lives one life. */
export const liveSeq2seq = async (folder: string, { deaths, killAt }: Life): Promise<Ended> => {
  const log = join(folder, 'encoder.log');
  rmSync(log, { force: true });
  const running = start(folder, ['run'], {
    RUNTIME: pathToFileURL(join(root, 'test/fixtures/slow-runtime.mjs')).href,
    HAPUI_TEST_LOG: log,
    HAPUI_TEST_EXIT_AT: deaths.join(),
  });
  const { child } = running;
  while (killAt !== undefined && child.exitCode === null && child.signalCode === null) {
    if (storeBytes(folder) >= killAt) child.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return running.ended;
};

/** Every stored answer by its key. */
export const storedByKey = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const answers = new Map<string, string>();
  const path = join(folder, store);
  if (!existsSync(path)) return answers;
  const open = await openStore(path, { readOnly: true });
  for (const { stage, fingerprint } of (await listStore(path)).logs) {
    for await (const { key, value } of (await open.stage(stage, fingerprint)).records())
      answers.set(`${stage} ${Buffer.from(key).toString('hex')}`, Buffer.from(value).toString('utf8'));
  }
  await open.close();
  return answers;
};

/** Lives all lives in a new folder, then lets the run end: nothing is lost, answered anew or different. */
export const checkSeq2seqLives = async (
  t: Test,
  lives: readonly Life[],
  dialogues: number,
  unbroken: Readonly<Record<string, string>>,
): Promise<number> => {
  const folder = freshFolder(t);
  writeSeq2seqRun(folder, dialogues);
  let kills = 0;
  for (const life of lives) {
    const { signal, code, err } = await liveSeq2seq(folder, life);
    t.ok(signal === 'SIGKILL' || code === 0, `${signal} ${code} ${err}`);
    if (signal === 'SIGKILL') kills += 1;
  }
  const before = await storedByKey(folder);
  const last = await hapui(folder, ['run']);
  t.equal(last.code, 0, last.err);
  const after = await storedByKey(folder);
  t.equal(after.size, systems.length * dialogues);
  for (const [key, value] of before) t.equal(after.get(key), value, 'a stored answer stays');
  t.strictSame(outputsOf(folder), unbroken, 'bytes equal those of the unbroken run');
  t.same(leftovers(join(folder, 'outputs')), []);
  const { generated } = JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8'));
  for (const { found, made, alone } of generated)
    t.ok(found + made === dialogues && alone === 0, `${found} found, ${made} made, ${alone} alone`);
  return kills;
};
