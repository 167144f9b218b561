/**
 * Defects planted into files that are sound otherwise: what is changed, and what the check must say of it. Which effect a loader
 * really has was measured with the loaders themselves (`test/interop/`): TRL 1.16.0, datasets 4.0.0, 4.8.4 and 5.0.1, LLaMA-Factory 0.9.5,
 * Axolotl 0.19.0; for OpenAI it is what the documentation says.
 */
import type { FindingCode } from '../../../src/preferences/check/codes.ts';
import type { Finding } from '../../../src/preferences/check/types.ts';
import { type PairFormatName, pairFormats } from '../../../src/preferences/formats/index.ts';
import { trainingLine } from '../../../src/preferences/formats/line.ts';
import { pairs } from '../formats/pairs.ts';

type Values = Record<string, unknown>;

// biome-ignore lint/suspicious/noExplicitAny: rows are taken apart as whoever damages them would do it
type AnyRow = any;

export interface Planted {
  readonly format: PairFormatName;
  /** What is wrong. */
  readonly defect: string;
  readonly code: FindingCode;
  readonly effect: Finding['effect'];
  /** Where it must be found; 0 where the whole file is meant. */
  readonly line: number;
  readonly column?: number;
  readonly content: string | Buffer;
  /** Of checks that count tokens: a token a character. */
  readonly maxTokens?: number;
}

/** Lines of a sound file. */
export const soundLines = (format: PairFormatName): string[] => {
  const { rows, decimals } = pairFormats[format];
  const lines = pairs.flatMap((pair) => rows(pair, [pair]).map((row) => trainingLine(row, decimals)));
  // KTO: no two rows of a prompt side by side
  return format === 'kto'
    ? [...lines.filter((_, i) => i % 2 === 0), ...lines.filter((_, i) => i % 2 === 1)]
    : lines;
};

export const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** With line 3 replaced. */
const line3 = (format: PairFormatName, change: (line: string) => string): string =>
  textOf(soundLines(format).map((line, index) => (index === 2 ? change(line) : line)));

/** With the row of line 3 changed. */
const row3 = (format: PairFormatName, change: (row: AnyRow) => unknown): string =>
  line3(format, (line) => {
    const row = JSON.parse(line) as Values;
    return JSON.stringify(change(row) ?? row);
  });

/** With every row changed. */
const rows = (format: PairFormatName, change: (row: AnyRow, index: number) => unknown): string =>
  textOf(
    soundLines(format).map((line, index) => {
      const row = JSON.parse(line) as Values;
      return JSON.stringify(change(row, index) ?? row);
    }),
  );

const plant = (
  format: PairFormatName,
  code: FindingCode,
  effect: Finding['effect'],
  defect: string,
  content: string | Buffer,
  more: Partial<Planted> = {},
): Planted => ({ format, code, effect, defect, content, line: 3, ...more });

const wholeFile = { line: 0 };

const bytes: readonly Planted[] = [
  plant('trl', 'empty-file', 'reject', 'no rows', '\n\n', wholeFile),
  plant(
    'trl',
    'encoding',
    'reject',
    'a line in CP949',
    Buffer.concat([
      Buffer.from(textOf(soundLines('trl').slice(0, 2))),
      Buffer.from('{"prompt":"'),
      Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]),
      Buffer.from('"}\n'),
    ]),
    { column: 12 },
  ),
  plant(
    'trl',
    'utf-16',
    'reject',
    'saved as UTF-16',
    Buffer.from(`\ufeff${textOf(soundLines('trl'))}`, 'utf16le'),
    { line: 1 },
  ),
  plant('trl', 'bom', 'warn', 'a byte order mark at the start', `\ufeff${textOf(soundLines('trl'))}`, {
    line: 1,
  }),
  plant(
    'trl',
    'bom',
    'reject',
    'two files with byte order marks put together',
    line3('trl', (line) => `\ufeff${line}`),
  ),
  plant(
    'openai',
    'bom',
    'reject',
    'a byte order mark at the start',
    `\ufeff${textOf(soundLines('openai'))}`,
    { line: 1 },
  ),
  plant('trl', 'json-array', 'reject', 'one JSON array', `[${soundLines('trl').join(',\n')}]`, { line: 1 }),
  plant(
    'trl-standard',
    'invalid-json',
    'reject',
    'a comma is missing',
    line3('trl-standard', (line) => line.replace(',"chosen"', ' "chosen"')),
    { column: (soundLines('trl-standard')[2]?.indexOf(',"chosen"') ?? 0) + 2 },
  ),
  plant(
    'trl-standard',
    'invalid-json',
    'reject',
    'the last line is cut',
    textOf(soundLines('trl-standard').slice(0, 3)).slice(0, -20),
  ),
  plant(
    'trl-standard',
    'several-values',
    'reject',
    'a line break is missing',
    line3('trl-standard', (line) => line + line),
  ),
  plant(
    'openai',
    'several-values',
    'reject',
    'a line break is missing',
    line3('openai', (line) => line + line),
  ),
  plant(
    'trl',
    'duplicate-key',
    'reject',
    'chosen stands twice',
    line3('trl', (line) => line.replace('"chosen"', '"chosen":[],"chosen"')),
  ),
  plant(
    'reward',
    'lone-surrogate',
    'reject',
    'half an emoji',
    line3('reward', (line) => line.replace('회의', '\\ud83d')),
  ),
  plant(
    'reward',
    'not-a-number',
    'mangle',
    'a margin of NaN',
    line3('reward', (line) => line.replace(/"margin":[\d.]+/, '"margin":NaN')),
  ),
  plant(
    'kto',
    'not-an-object',
    'reject',
    'a list instead of a row',
    line3('kto', (line) => `[${line}]`),
  ),
];

const schema: readonly Planted[] = [
  plant(
    'trl',
    'missing-key',
    'reject',
    'no rejected',
    row3('trl', (row) => void delete row.rejected),
  ),
  plant(
    'trl-standard',
    'missing-key',
    'reject',
    'no prompt in one row',
    row3('trl-standard', (row) => void delete row.prompt),
  ),
  plant(
    'axolotl',
    'missing-key',
    'reject',
    'a message without content',
    row3('axolotl', (row) => void delete row.messages[0].content),
  ),
  plant(
    'trl',
    'extra-key',
    'mangle',
    'a key that the first row lacks',
    row3('trl', (row) => ({ ...row, source: 'x' })),
  ),
  plant(
    'trl',
    'mixed-types',
    'reject',
    'a text among message lists',
    row3('trl', (row) => ({ ...row, prompt: '요약해줘' })),
  ),
  plant(
    'llamafactory',
    'mixed-types',
    'reject',
    'a number among texts',
    row3('llamafactory', (row) => ({ ...row, instruction: 3 })),
  ),
  plant(
    'trl-standard',
    'null',
    'reject',
    'chosen is null',
    row3('trl-standard', (row) => ({ ...row, chosen: null })),
  ),
  plant(
    'llamafactory',
    'null',
    'drop',
    'rejected is null',
    row3('llamafactory', (row) => ({ ...row, rejected: null })),
  ),
  plant(
    'trl',
    'vision-column',
    'reject',
    'a column of images',
    rows('trl', (row) => ({ ...row, images: ['a.png'] })),
    { line: 1 },
  ),
  plant(
    'trl-standard',
    'timestamps',
    'reject',
    'answers that are dates',
    rows('trl-standard', (row, index) => ({ ...row, chosen: `2024-01-${10 + index}` })),
    wholeFile,
  ),
];

const messages: readonly Planted[] = [
  plant(
    'trl',
    'messages-type',
    'reject',
    'from and value instead of role and content',
    rows('trl', (row) => ({ ...row, chosen: [{ from: 'gpt', value: '가' }] })),
    { line: 1 },
  ),
  plant(
    'trl-standard',
    'messages-type',
    'reject',
    'message lists for a model without template',
    textOf(soundLines('trl')),
    { line: 1 },
  ),
  plant(
    'trl',
    'no-messages',
    'reject',
    'an empty prompt list',
    row3('trl', (row) => ({ ...row, prompt: [] })),
  ),
  plant(
    'trl',
    'unknown-role',
    'mangle',
    'the role bot',
    row3('trl', (row) => {
      row.chosen[0].role = 'bot';
    }),
  ),
  plant(
    'trl',
    'role-order',
    'warn',
    'two turns of the user',
    row3('trl', (row) => void row.prompt.push(row.prompt[1])),
  ),
  plant(
    'trl',
    'prompt-end',
    'mangle',
    'the prompt ends with the assistant',
    row3('trl', (row) => void row.prompt.push({ role: 'assistant', content: '네.' })),
  ),
  plant(
    'trl',
    'answer-role',
    'mangle',
    'an answer of the user',
    row3('trl', (row) => {
      row.chosen[0].role = 'user';
    }),
  ),
  plant(
    'trl',
    'answer-count',
    'mangle',
    'an answer of two messages',
    row3('trl', (row) => void row.chosen.push(row.chosen[0])),
  ),
  plant(
    'trl',
    'content-type',
    'reject',
    'content in parts',
    rows('trl', (row) => {
      row.chosen[0].content = [{ type: 'text', text: '가' }];
    }),
    { line: 1 },
  ),
  plant(
    'kto',
    'mixed-shapes',
    'reject',
    'prompt as text, completion as messages',
    rows('kto', (row) => ({ ...row, prompt: '요약해줘' })),
    { line: 1 },
  ),
  plant(
    'trl',
    'mixed-shapes',
    'reject',
    'prompt as text, sides as messages',
    rows('trl', (row) => ({ ...row, prompt: '요약해줘' })),
    { line: 1 },
  ),
  plant(
    'openai',
    'unknown-role',
    'reject',
    'the role human',
    row3('openai', (row) => {
      row.input.messages[1].role = 'human';
    }),
  ),
  plant(
    'openai',
    'answer-role',
    'reject',
    'an output of the user',
    row3('openai', (row) => {
      row.preferred_output[0].role = 'user';
    }),
  ),
  plant(
    'openai',
    'prompt-end',
    'reject',
    'the input ends with the assistant',
    row3('openai', (row) => void row.input.messages.push({ role: 'assistant', content: '네.' })),
  ),
  plant(
    'openai',
    'unknown-key',
    'reject',
    'TRL keys',
    row3('openai', (row) => ({ ...row, margin: 0.5 })),
  ),
  plant(
    'openai',
    'missing-key',
    'reject',
    'no non_preferred_output',
    row3('openai', (row) => void delete row.non_preferred_output),
  ),
  plant('openai', 'too-few-rows', 'reject', 'nine rows', textOf(soundLines('openai').slice(0, 9)), wholeFile),
  plant(
    'llamafactory-sharegpt',
    'role-order',
    'drop',
    'two turns of human',
    row3('llamafactory-sharegpt', (row) => void row.conversations.push({ from: 'human', value: '?' })),
  ),
  plant(
    'llamafactory-sharegpt',
    'prompt-end',
    'drop',
    'an even number of turns',
    row3('llamafactory-sharegpt', (row) => void row.conversations.push({ from: 'gpt', value: '네.' })),
  ),
  plant(
    'llamafactory-sharegpt',
    'unknown-role',
    'drop',
    'the role user',
    row3('llamafactory-sharegpt', (row) => {
      row.conversations[0].from = 'user';
    }),
  ),
  plant(
    'llamafactory-sharegpt',
    'answer-role',
    'mangle',
    'chosen said by human',
    row3('llamafactory-sharegpt', (row) => {
      row.chosen.from = 'human';
    }),
  ),
  plant(
    'llamafactory-sharegpt',
    'side-type',
    'drop',
    'chosen as text',
    rows('llamafactory-sharegpt', (row) => ({ ...row, chosen: row.chosen.value })),
    { line: 1 },
  ),
  plant(
    'llamafactory',
    'side-type',
    'drop',
    'chosen as message',
    rows('llamafactory', (row) => ({ ...row, chosen: { from: 'gpt', value: row.chosen } })),
    { line: 1 },
  ),
  plant(
    'axolotl',
    'answer-count',
    'cut',
    'chosen as whole conversation',
    rows('axolotl', (row) => ({ ...row, chosen: [...row.messages, row.chosen] })),
    { line: 1 },
  ),
];

const prompts: readonly Planted[] = [
  plant(
    'trl',
    'prompt-repeated',
    'mangle',
    'a prompt apart and in both sides',
    row3('trl', (row) => ({
      ...row,
      chosen: [...row.prompt, ...row.chosen],
      rejected: [...row.prompt, ...row.rejected],
    })),
  ),
  plant(
    'trl-standard',
    'prompt-repeated',
    'mangle',
    'a prompt apart and in both texts',
    row3('trl-standard', (row) => ({
      ...row,
      chosen: row.prompt + row.chosen,
      rejected: row.prompt + row.rejected,
    })),
  ),
  plant(
    'reward',
    'prompts-differ',
    'mangle',
    'sides that answer different prompts',
    row3('reward', (row) => {
      row.chosen[1].content = '다른 대화';
    }),
  ),
  plant(
    'trl-standard',
    'common-prefix',
    'mangle',
    'an implicit prompt that reaches into the answers',
    rows('trl-standard', ({ prompt, chosen, rejected }) => ({
      chosen: `${prompt}요약: ${chosen}`,
      rejected: `${prompt}요약: ${rejected}`,
    })),
    { line: 1 },
  ),
  plant(
    'trl-standard',
    'boundary',
    'warn',
    'an answer glued to the prompt',
    row3('trl-standard', (row) => ({ ...row, prompt: row.prompt.trimEnd() })),
  ),
  plant(
    'llamafactory',
    'empty-prompt',
    'mangle',
    'no instruction',
    row3('llamafactory', (row) => ({ ...row, system: '', instruction: '' })),
  ),
];

const answers: readonly Planted[] = [
  plant(
    'trl',
    'identical-sides',
    'mangle',
    'both sides the same',
    row3('trl', (row) => ({ ...row, rejected: row.chosen })),
  ),
  plant(
    'reward',
    'identical-sides',
    'mangle',
    'both conversations the same',
    row3('reward', (row) => ({ ...row, rejected: row.chosen })),
  ),
  plant(
    'llamafactory',
    'identical-sides',
    'mangle',
    'sides that differ in white space',
    row3('llamafactory', (row) => ({ ...row, rejected: row.chosen.replace(' ', '  ') })),
  ),
  plant(
    'trl',
    'empty-side',
    'mangle',
    'an empty answer',
    row3('trl', (row) => {
      row.rejected[0].content = '';
    }),
  ),
  plant(
    'axolotl',
    'empty-side',
    'mangle',
    'an empty answer',
    row3('axolotl', (row) => {
      row.rejected.content = '';
    }),
  ),
  plant(
    'axolotl',
    'edge-space',
    'mangle',
    'an answer that begins with a space',
    row3('axolotl', (row) => {
      row.chosen.content = ` ${row.chosen.content}`;
    }),
  ),
  plant(
    'trl',
    'edge-space',
    'warn',
    'an answer that ends with a line break',
    row3('trl', (row) => {
      row.chosen[0].content += '\n';
    }),
  ),
  plant(
    'axolotl',
    'find-strip',
    'mangle',
    'an answer that the template has too',
    row3('axolotl', (row) => {
      row.rejected.content = 'user';
    }),
  ),
  plant(
    'trl',
    'eos',
    'mangle',
    'an answer that ends with <|im_end|>',
    row3('trl', (row) => {
      row.chosen[0].content += '<|im_end|>';
    }),
  ),
  plant(
    'trl-standard',
    'eos',
    'mangle',
    'one side alone ends with </s>',
    row3('trl-standard', (row) => ({ ...row, chosen: `${row.chosen}</s>` })),
  ),
  plant(
    'llamafactory',
    'special-token',
    'mangle',
    '[INST] in the instruction',
    row3('llamafactory', (row) => ({ ...row, instruction: `[INST] ${row.instruction}` })),
  ),
  plant(
    'trl',
    'not-nfc',
    'warn',
    'Hangul in NFD',
    row3('trl', (row) => {
      row.chosen[0].content = row.chosen[0].content.normalize('NFD');
    }),
  ),
];

const labels: readonly Planted[] = [
  plant(
    'kto',
    'label-type',
    'warn',
    'labels 1 and 0',
    rows('kto', (row) => ({ ...row, label: Number(row.label) })),
    { line: 1 },
  ),
  plant(
    'kto',
    'label-type',
    'reject',
    'labels as texts',
    rows('kto', (row) => ({ ...row, label: String(row.label) })),
    { line: 1 },
  ),
  plant(
    'kto',
    'label-type',
    'mangle',
    'labels 1 and -1',
    rows('kto', (row) => ({ ...row, label: row.label ? 1 : -1 })),
    { line: 13 },
  ),
  plant(
    'kto',
    'one-label',
    'mangle',
    'desirable rows alone',
    textOf(soundLines('kto').slice(0, 12)),
    wholeFile,
  ),
  plant(
    'kto',
    'label-balance',
    'warn',
    'twelve desirable rows and six others',
    textOf(soundLines('kto').slice(0, 18)),
    wholeFile,
  ),
  plant(
    'kto',
    'label-conflict',
    'mangle',
    'the same row with both labels',
    textOf([
      ...soundLines('kto'),
      ...soundLines('kto')
        .slice(0, 1)
        .map((line) => line.replace('true', 'false')),
    ]),
    { line: 25 },
  ),
  plant(
    'kto',
    'kl-neighbours',
    'warn',
    'rows of one prompt side by side',
    textOf(
      soundLines('kto').flatMap((line, index, all) => (index < 12 ? [line, all[index + 12] ?? ''] : [])),
    ),
    wholeFile,
  ),
  plant(
    'reward',
    'margin-type',
    'reject',
    'margins as texts',
    rows('reward', (row) => ({ ...row, margin: String(row.margin) })),
    { line: 1 },
  ),
  plant(
    'reward',
    'margin-sign',
    'mangle',
    'a margin below 0',
    row3('reward', (row) => ({ ...row, margin: -0.25 })),
  ),
];

const lengths: readonly Planted[] = [
  plant(
    'trl',
    'too-long',
    'cut',
    'a long answer',
    row3('trl', (row) => {
      row.chosen[0].content += '가'.repeat(200);
    }),
    { maxTokens: 200 },
  ),
  plant(
    'trl',
    'prompt-too-long',
    'drop',
    'a long prompt',
    row3('trl', (row) => {
      row.prompt[1].content += '가'.repeat(200);
    }),
    { maxTokens: 200 },
  ),
  plant(
    'reward',
    'too-long',
    'drop',
    'a long answer',
    row3('reward', (row) => {
      row.chosen[2].content += '가'.repeat(200);
    }),
    { maxTokens: 200 },
  ),
  plant(
    'llamafactory',
    'too-long',
    'cut',
    'a long answer',
    row3('llamafactory', (row) => ({ ...row, chosen: row.chosen + '가'.repeat(200) })),
    { maxTokens: 200 },
  ),
  plant(
    'trl',
    'repeated-row',
    'warn',
    'a row twice',
    textOf([...soundLines('trl'), ...soundLines('trl').slice(2, 3)]),
    { line: 13 },
  ),
  plant(
    'trl',
    'contradiction',
    'mangle',
    'a row with its sides swapped',
    textOf([
      ...soundLines('trl'),
      ...soundLines('trl')
        .slice(2, 3)
        .map((line) => {
          const { prompt, chosen, rejected } = JSON.parse(line) as Values;
          return JSON.stringify({ prompt, chosen: rejected, rejected: chosen });
        }),
    ]),
    { line: 13 },
  ),
];

export const planted: readonly Planted[] = [
  ...bytes,
  ...schema,
  ...messages,
  ...prompts,
  ...answers,
  ...labels,
  ...lengths,
];
