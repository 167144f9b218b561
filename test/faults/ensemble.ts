/** The whole ensemble in one config: files, two models of this machine, chat at a server that misbehaves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { SummarisingServer } from '../fixtures/server/summarising-server.ts';
import { freshFolder } from './folders.ts';
import { type Ended, hapui, leftovers, outputsOf, start } from './runs.ts';

const root = join(import.meta.dirname, '..', '..');
const sample = join(root, 'data/sample/ko');

/** Rows of a CSV file of the sample without line breaks inside of cells, the head first. */
const rowsOf = (name: string): string[] =>
  readFileSync(join(sample, name), 'utf8')
    .replace(/^\uFEFF/, '')
    .match(/(?:"(?:[^"]|"")*"|[^\n"])+/g) ?? [];

/** A word of the one dialogue that the server never answers. */
export const poison = '요술램프';

const dialogueRows = (count: number): string[] => {
  const [head = '', ...rows] = rowsOf('dialogues.csv');
  return [head, ...rows.slice(0, count)];
};

export interface EnsembleSetup {
  readonly dialogues: number;
  readonly server: SummarisingServer;
  /** Whether a chain takes part, too. */
  readonly chain?: boolean;
}

/** A folder with the config, `DIALOGUES` of the sample and one that the server never answers. */
export const setUpEnsemble = (t: Test, { dialogues, server, chain = false }: EnsembleSetup): string => {
  const folder = freshFolder(t);
  const rows = dialogueRows(dialogues);
  const poisoned = `poisoned,"#Person1#: ${poison} 봤어요? #Person2#: 아니요, 어디에 있나요?"`;
  const columns = rows[0]!.split(',').length - 2;
  writeFileSync(join(folder, 'test.csv'), `${[...rows, `${poisoned}${','.repeat(columns)}`].join('\n')}\n`);
  const endpoint = { base_url: server.baseUrl, api_key: '${API_KEY}', retry_seconds: 5, attempts: 3 };
  const local = (model: string) => ({
    kind: 'seq2seq',
    model: join(root, 'models', model),
    device: 'cpu',
    threads: 1,
    candidates: 2,
    generate: { strategy: 'beam', beams: 2, max_new_tokens: 30 },
  });
  const prompt = (name: string) => join(root, 'prompts', name);
  const config = {
    dataset: 'test.csv',
    tokenizer: 'character',
    systems: [
      { path: join(sample, 'systems/careful.csv'), unknown_ids: 'ignore' },
      { path: join(sample, 'systems/brief.csv'), unknown_ids: 'ignore' },
      { id: 'kobart', ...local('tiny-bart') },
      { id: 't5', ...local('tiny-t5') },
      {
        id: 'gpt',
        kind: 'chat',
        model: 'm',
        ...endpoint,
        prompts: [prompt('rouge-aware-ko.md'), prompt('key-point-ko.md')],
        candidates: 2,
        max_tokens: 40,
        examples: { path: join(sample, 'labelled.csv'), count: 1 },
        prices: { input: 1, output: 2 },
      },
      ...(chain
        ? [
            {
              id: 'revised',
              kind: 'chain',
              model: 'm',
              ...endpoint,
              steps: [
                { name: 'draft', prompt: prompt('rouge-aware-ko.md') },
                { name: 'better', prompt: prompt('revise-ko.md') },
              ],
            },
          ]
        : []),
    ],
  };
  writeFileSync(join(folder, 'ensemble.yaml'), JSON.stringify(config));
  return folder;
};

export const env = { API_KEY: 'sk-of-the-ensemble-test' };

/** A run to its end, and what it wrote. */
export const undisturbed = async (
  t: Test,
  setup: EnsembleSetup,
): Promise<{
  readonly ended: Ended;
  readonly outputs: Record<string, string>;
  readonly completions: number;
}> => {
  await setup.server.forget();
  const folder = setUpEnsemble(t, setup);
  const ended = await hapui(folder, ['run'], env);
  if (ended.code !== 4) throw new Error(`exit ${ended.code}: ${ended.err}`);
  const { completions } = await setup.server.tell();
  return { ended, outputs: outputsOf(folder), completions };
};

/** Kills a new run each time the server has completed so many more answers, then lets it end; returns its folder. */
export const checkKilledEnsemble = async (
  t: Test,
  setup: EnsembleSetup,
  moments: readonly number[],
  expected: Readonly<Record<string, string>>,
): Promise<string> => {
  const { server } = setup;
  await server.forget();
  const folder = setUpEnsemble(t, setup);
  let inFlight = 0;
  for (const moment of moments) {
    const { completions } = await server.tell();
    const running = start(folder, ['run'], env);
    await Promise.race([server.whenAnswered(completions + moment), running.ended]);
    running.child.kill('SIGKILL');
    const { signal } = await running.ended;
    if (signal === 'SIGKILL') inFlight += concurrency;
  }
  const last = await hapui(folder, ['run'], env);
  t.equal(last.code, 4, `one dialogue is quarantined: ${last.err}`);
  t.strictSame(outputsOf(folder), expected, 'bytes equal those of the undisturbed run');
  t.strictSame(leftovers(join(folder, 'outputs')), []);
  const { repeated } = await server.tell();
  t.ok(repeated <= inFlight, `only what was on its way at a kill is asked again: ${repeated} of ${inFlight}`);
  return folder;
};

/** Requests in flight: the default of `concurrency`. */
const concurrency = 8;
