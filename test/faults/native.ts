/** Runs whose model works in native code, where a thread must not be ended: long dialogues, a small model. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ended } from './runs.ts';

const root = join(import.meta.dirname, '..', '..');
export const dialogues = 8;

const turn = (n: number): string => `#Person${(n % 2) + 1}#: 내일 회의 시간을 ${n}번 정할까요?`;

/** Writes a dataset of dialogues of several hundred tokens and a config that has them decoded in one batch. */
export const writeNativeRun = (folder: string, config: Readonly<Record<string, unknown>> = {}): void => {
  const text = (n: number) => Array.from({ length: 40 }, (_, line) => turn(n + line)).join('\n');
  const rows = Array.from({ length: dialogues }, (_, n) => ({ fname: `d${n}`, dialogue: text(n) }));
  writeFileSync(join(folder, 'test.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const system = {
    id: 'bart',
    kind: 'seq2seq',
    model: join(root, 'models/tiny-bart'),
    threads: 1,
    device: 'cpu',
    runtime: '${RUNTIME:-onnxruntime-node}',
    generate: { max_new_tokens: 8 },
  };
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({ dataset: 'test.jsonl', tokenizer: 'character', systems: [system], ...config }),
  );
};

/** Environment that slows the encoder of the next run down: so many times its work, or for ever. */
export const slowEncoder = (folder: string, repeat: number | 'hang'): Record<string, string> => {
  const log = join(folder, 'encoder.log');
  rmSync(log, { force: true });
  return {
    RUNTIME: pathToFileURL(join(root, 'test/fixtures/slow-runtime.mjs')).href,
    HAPUI_TEST_REPEAT: String(repeat),
    HAPUI_TEST_LOG: log,
  };
};

/** Resolves when the slowed encoder is at work. */
export const whenEncoding = async (folder: string): Promise<void> => {
  const log = join(folder, 'encoder.log');
  while (!existsSync(log) || readFileSync(log, 'utf8') === '') await new Promise((go) => setTimeout(go, 5));
};

/**
 * Whether a run that got signals ended as it should: by its code, or killed by its own hand where a slow machine's native
 * code had not returned after five seconds more. Never by SIGABRT.
 */
export const isOrderly = ({ code, signal }: Pick<Ended, 'code' | 'signal'>): boolean =>
  code === 0 || code === 130 || signal === 'SIGKILL';
