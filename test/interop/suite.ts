/** What every loader must make of the files that hapui writes, and of files with planted defects. */
import t, { type Test } from 'tap';
import type { ChatMessage } from '../../src/models/prompts.ts';
import { type PairFormatName, pairFormats } from '../../src/preferences/formats/index.ts';
import { trainingLine } from '../../src/preferences/formats/line.ts';
import type { Pair } from '../../src/preferences/types.ts';
import { type Planted, planted, soundLines, textOf } from '../preferences/check/planted.ts';
import { longPrompt, makePair, pairs } from '../preferences/formats/pairs.ts';
import { type Answer, type Case, type LoaderName, load, loaderOf, whyNot } from './loaders.ts';

/** The tests are slow: a Python with torch starts, and `datasets` opens some sixty files. */
export const timeout = 600_000;

/** Options of a test that asks `loader`. */
export const needsLoader = (loader: LoaderName): { skip?: string; timeout: number } => {
  const reason = whyNot(loader);
  return reason === undefined ? { timeout } : { skip: reason, timeout };
};

/** As the chat template of `common.py` prints messages. */
export const rendered = (messages: readonly ChatMessage[]): string =>
  messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('');

export const generation = '<|im_start|>assistant\n';

const lines = (format: PairFormatName, list: readonly Pair[]): string => {
  const { rows, decimals } = pairFormats[format];
  return textOf(list.flatMap((pair) => rows(pair, [pair]).map((row) => trainingLine(row, decimals))));
};

/** Texts that are hard on JSON, templates and tokenizers. */
const hard: readonly Pair[] = [
  '따옴표 "와" 역슬래시 \\n \\u0041',
  '😀 이모지와 한자 漢字, ㅋㅋㅋ',
  '첫 줄\n둘째 줄\r\n셋째\t줄',
  '줄 나눔 \u2028 과 \u0085 과 \u00a0',
  '2024-01-05',
  '{"role": "user"}',
].map((text, index) => makePair(index, { chosen: { ...makePair(index).chosen, text } }));

/** By case: pairs that are written, in order. */
const written: Readonly<Record<string, readonly Pair[]>> = {
  plain: pairs,
  'hard texts': [...pairs, ...hard],
  'prompts of several turns': pairs.map((pair) => ({ ...pair, prompt: longPrompt })),
};

const name = (format: PairFormatName, what: string): string => `${format}: ${what}`;

const plantedName = ({ format, code, defect }: Planted): string => `${format}: ${code}: ${defect}`;

/** A defect that this version with this template treats otherwise than others do. */
export interface Exception {
  readonly seen: 'rows' | 'error';
  readonly why: string;
}

/** Tests of one loader. `expected`: the rows that it must make of a pair. */
export const interopTests = (
  loader: LoaderName,
  expected: (format: PairFormatName, pair: Pair) => NonNullable<Answer['rows']>,
  exceptions: Readonly<Record<string, Exception>>,
): void => {
  const formats = (Object.keys(pairFormats) as PairFormatName[]).filter((each) => loaderOf(each) === loader);
  const mine = planted.filter(({ format }) => loaderOf(format) === loader);

  t.test(
    `${loader} reads what hapui writes row for row, and treats defects as the check says`,
    needsLoader(loader),
    async (t) => {
      const cases: Case[] = [
        ...formats.flatMap((format) =>
          Object.entries(written).map(([what, list]) => ({
            name: name(format, what),
            format,
            content: lines(format, list),
          })),
        ),
        ...mine.map((each) => ({
          name: plantedName(each),
          format: each.format,
          content: each.content,
          // a character of Hangul is three of the tokenizer's tokens
          maxTokens: each.maxTokens === undefined ? undefined : each.maxTokens * 3,
          trimming: each.code === 'edge-space',
        })),
      ];
      const answers = load(loader, cases);
      if ('skipped' in answers) {
        t.pass(`${loader} is asked`, { skip: answers.skipped });
        return;
      }

      for (const format of formats)
        for (const [what, list] of Object.entries(written)) {
          const answer = answers.get(name(format, what));
          t.same(
            answer?.rows,
            list.flatMap((pair) => expected(format, pair)),
            name(format, what),
          );
        }

      for (const each of mine) {
        const title = plantedName(each);
        const answer = answers.get(title) ?? { name: title };
        const exception = exceptions[title];
        if (exception !== undefined) t.ok(answer[exception.seen], `${title}: ${exception.why}`);
        else checkEffect(t, each, answer);
      }
      t.same(
        Object.keys(exceptions).filter((title) => !answers.has(title)),
        [],
        'no exception is out of date',
      );
    },
  );
};

/** Holds the loader's answer against the effect that the check tells. */
const checkEffect = (t: Test, each: Planted, answer: Answer): void => {
  const title = plantedName(each);
  const given = String(each.content)
    .split('\n')
    .filter((line) => line !== '').length;
  const before = soundLines(each.format).length;
  switch (each.effect) {
    case 'reject':
      t.ok(answer.error, `${title}: it stops`);
      break;
    case 'drop':
      t.ok((answer.rows?.length ?? given) < given, `${title}: rows are lost`);
      break;
    case 'cut':
      t.equal(answer.rows?.length, before, `${title}: rows are kept`);
      break;
    default:
      t.ok(
        answer.rows && answer.rows.length >= given,
        `${title}: it goes on (${answer.error ?? 'no error'})`,
      );
  }
};
