/** `hapui pairs check`: a pair file as a trainer's loader would read it. */
import { resolve } from 'node:path';
import { exitCodes } from '../errors.ts';
import { openPairFile } from '../preferences/check/open.ts';
import type { CheckContext, Finding } from '../preferences/check/types.ts';
import type { PairFormat } from '../preferences/formats/define.ts';
import { pairFormats } from '../preferences/formats/index.ts';
import { lookUp } from '../registry.ts';
import { printableLine } from '../text/terminal.ts';
import { createTokenizer } from '../text/tokenizers/create.ts';
import type { Tokenizer } from '../types.ts';
import { createMainHost } from '../workers/host.ts';
import { inBraces } from './eval/setup.ts';
import type { Io } from './io.ts';

export interface PairsCheckArguments {
  readonly file: string;
  /** Name of the format. */
  readonly for: string;
  /** Whose tokens are counted: a name, or options in braces. Without it lengths are not looked at. */
  readonly tokenizer?: string | undefined;
  /** Tokens a row may have; default: what the loader takes by default. */
  readonly maxTokens?: number | undefined;
  /** Warnings fail too. */
  readonly strict?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly allowCommands?: boolean | undefined;
}

/** Findings of one code that are printed; `--json` has all. */
const shown = 5;

const effects = ['reject', 'drop', 'cut', 'mangle', 'warn'] as const;

/** Prints what the loader would not simply read; exits with 100 where that is more than a warning. */
export const pairsCheckCommand = async (args: PairsCheckArguments, io: Io): Promise<number> => {
  const format = lookUp<PairFormat>(pairFormats, args.for, 'format', '--for');
  const file = await openPairFile(resolve(io.cwd, args.file), args.file);
  const tokenizer = await openTokenizer(args, io);
  try {
    const context: CheckContext = {
      maxTokens: args.maxTokens,
      countTokens:
        tokenizer && (async (texts) => (await tokenizer.tokenize(texts)).map((tokens) => tokens.length)),
    };
    const findings = format.check(file, context);
    const counts = args.json ? await printJson(findings, args, io) : await printText(findings, args, io);
    return passes(counts, args) ? exitCodes.ok : exitCodes.checkFailed;
  } finally {
    await tokenizer?.close?.();
  }
};

const openTokenizer = async (args: PairsCheckArguments, io: Io): Promise<Tokenizer | undefined> => {
  const { tokenizer: named, allowCommands = false } = args;
  if (named === undefined) return undefined;
  const value = named.trim().startsWith('{') ? inBraces(named) : named;
  return createTokenizer(value, createMainHost({ folder: io.cwd, allowCommands }));
};

type Counts = Record<Finding['effect'], number>;

const countOf = (): Counts => ({ reject: 0, drop: 0, cut: 0, mangle: 0, warn: 0 });

const passes = (counts: Counts, { strict = false }: PairsCheckArguments): boolean =>
  effects.every((effect) => counts[effect] === 0 || (effect === 'warn' && !strict));

/** One value, written as it is found: a file may have more findings than fit into memory. */
const printJson = async (
  findings: AsyncIterable<Finding>,
  args: PairsCheckArguments,
  io: Io,
): Promise<Counts> => {
  const counts = countOf();
  let separator = '';
  io.out(`{"file":${JSON.stringify(args.file)},"for":${JSON.stringify(args.for)},"findings":[`);
  for await (const { code, effect, line = null, column = null, text } of findings) {
    counts[effect]++;
    io.out(`${separator}${JSON.stringify({ code, effect, line, column, text })}`);
    separator = ',';
  }
  io.out(`],"counts":${JSON.stringify(counts)},"ok":${passes(counts, args)}}\n`);
  return counts;
};

const printText = async (
  findings: AsyncIterable<Finding>,
  args: PairsCheckArguments,
  io: Io,
): Promise<Counts> => {
  const counts = countOf();
  const seen = new Map<string, number>();
  for await (const { code, effect, line, column, text } of findings) {
    counts[effect]++;
    const kind = `${effect} ${code}`;
    const times = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, times);
    const place = [args.file, line, column].filter((part) => part !== undefined).join(':');
    if (times <= shown) io.out(`${printableLine(`${place} ${effect} [${code}] ${text}`, 400)}\n`);
  }
  for (const [kind, times] of seen)
    if (times > shown) io.out(`… and ${times - shown} more of ${kind} (--json lists all)\n`);
  const found = effects.filter((effect) => counts[effect] > 0).map((effect) => `${counts[effect]} ${effect}`);
  io.out(`${args.file} for ${args.for}: ${found.length === 0 ? 'nothing found' : found.join(', ')}\n`);
  return counts;
};
