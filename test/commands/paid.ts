/** Runs with paid systems: a folder with dialogues, a chat server that counts, and what it would have billed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Behaviour, choice, completion, sendJson } from '../fixtures/server/chat-server.ts';
import { scratch } from './cli.ts';

/** Words of two syllables, drawn by number alone. */
const wordsOf = (n: number, count: number): string => {
  let state = n + 1;
  const syllable = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0xac00 + (state % 11_172));
  };
  for (let turn = 0; turn < 5; turn++) syllable();
  return Array.from({ length: count }, () => syllable() + syllable()).join(' ');
};

/** A dialogue with its number in it; no two are near-copies of each other. */
export const dialogueText = (n: number): string =>
  `#Person1#: ${n}번 ${wordsOf(n, 6)}? #Person2#: ${wordsOf(n + 5000, 8)}.`;

export interface PaidSetup {
  readonly dialogues: number;
  readonly labelled?: number;
  readonly systems: readonly object[];
  readonly config?: object;
}

/** Writes dialogues (`d0` …), a file system's summaries of them, and where asked for labelled ones (`l0` …). */
export const writePaid = async (
  t: Parameters<typeof scratch>[0],
  { dialogues, labelled = 0, systems, config = {} }: PaidSetup,
): Promise<string> => {
  const folder = await scratch(t);
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
  const write = (name: string, head: string, rows: readonly string[]) =>
    writeFileSync(join(folder, name), `${[head, ...rows].join('\n')}\n`);
  write('p.md', 'Summarise:\n{{dialogue}}', []);
  const own = numbers(0, dialogues);
  write(
    'test.csv',
    'fname,dialogue',
    own.map((n) => `d${n},${dialogueText(n)}`),
  );
  write(
    'read.csv',
    'fname,summary',
    own.map((n) => `d${n},${n}번 약속을 정한다`),
  );
  const known = numbers(1000, labelled);
  write(
    'dev.csv',
    'fname,dialogue,summary',
    known.map((n) => `l${n},${dialogueText(n)},답 ${n}번을 정한다`),
  );
  write(
    'dev-read.csv',
    'fname,summary',
    known.map((n) => `l${n},${n}번을 정한다`),
  );
  writeFileSync(
    join(folder, 'ensemble.yaml'),
    JSON.stringify({
      dataset: 'test.csv',
      tokenizer: 'whitespace',
      systems: ['read.csv', ...systems],
      ...(labelled > 0
        ? { labelled: { dataset: 'dev.csv', systems: [{ id: 'read', path: 'dev-read.csv' }] } }
        : {}),
      ...config,
    }),
  );
  return folder;
};

/** Tokens that the server bills a request. */
export const billed = { prompt_tokens: 80, completion_tokens: 20 } as const;

/** Prices by which a request costs one cent. */
export const centPrices = { input: 100, output: 100 } as const;

/** A chat system `gpt` at `baseUrl`, whose requests cost a cent each. */
export const chatSystem = (baseUrl: string) => ({
  id: 'gpt',
  kind: 'chat',
  model: 'm',
  base_url: baseUrl,
  prompt: 'p.md',
  max_tokens: 50,
  prices: centPrices,
});

/** A text that depends on dialogue and seed. */
export const answerPaid: Behaviour = ({ body }, response) => {
  const number = /(\d+)번/.exec(body.messages.at(-1)?.content ?? '')?.[1];
  sendJson(response, completion([choice(`${number}번 약속을 ${body.seed}에 정한다`)], { usage: billed }));
};

/** `run.json` of the run `ensemble`. */
// biome-ignore lint/suspicious/noExplicitAny: read by its tests only
export const manifestIn = (folder: string, name = 'ensemble'): any =>
  JSON.parse(readFileSync(join(folder, 'outputs', name, 'run.json'), 'utf8'));
