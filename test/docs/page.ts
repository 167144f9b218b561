/**
 * Runs what a page of the docs shows, in a scratch folder with the sample in `data/`, from top to bottom:
 * - ```` ```yaml ensemble.yaml ```` and the like write the file that they name; without a name they must be sound by themselves;
 * - ```` ```console ```` runs each `$ …` and compares what it prints; `…` stands for lines left out. Progress is not shown.
 *   `console needs-kiwi` is run where the Kiwi model is; under `console numbers-vary` only words are compared, since int8
 *   models give slightly other texts on other processors;
 *   `console as-in README.md` prints what that page shows: it is run there, once;
 * - ```` ```js ```` with a name is written, and run where a console says so; every other language is text.
 */
import { exec } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { parseDocument } from 'yaml';
import { configJsonSchema, hapuiTables } from '../../src/config/index.ts';
import { findKiwi } from '../../src/models/kiwi.ts';
import { hapui, scratch } from '../commands/cli.ts';
import { buildSource } from '../faults/build.ts';

const root = join(import.meta.dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** What stands behind the language. */
  readonly note: string;
  readonly text: string;
  readonly line: number;
}

/** The fenced blocks of a page of Markdown, in order. */
export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^```(\w+)[ ]*(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    note: match[2]!.trim(),
    text: match[3]!,
    line: page.slice(0, match.index).split('\n').length,
  }));

/** One command of a console block and what it prints. */
interface Step {
  readonly command: string;
  readonly output: readonly string[];
}

const stepsOf = (text: string): Step[] => {
  const steps: { command: string; output: string[] }[] = [];
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: [] });
    else steps.at(-1)?.output.push(line);
  }
  return steps;
};

let place: Promise<string> | undefined;

/**
 * The page as a test; `path` is relative to the root. Pages of one test file are read by one user, one after the other: what
 * an earlier one left in `outputs/` is there.
 */
export const pageTest = (path: string): void => {
  t.test(`${path}: its files and commands work as shown`, async (child) => {
    place ??= workplace(t);
    const folder = await place;
    for (const block of blocksOf(await readFile(join(root, path), 'utf8')))
      await child.test(nameOf(block), { skip: await reasonToSkip(block) }, (t: Test) =>
        runBlock(t, block, folder),
      );
  });

  t.test(`${path}: its links lead somewhere`, async (t) => {
    const page = await readFile(join(root, path), 'utf8');
    for (const [, target] of page.matchAll(/\]\((?!https?:)([^)#]+)/g))
      await t.resolves(readFile(join(root, dirname(path), target!)).catch(ignoreFolder), target ?? '');
  });
};

const ignoreFolder = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EISDIR') throw error;
};

/** As a clone looks from its root, `hapui` installed. */
const workplace = async (t: Pick<Test, 'teardown'>): Promise<string> => {
  const folder = await scratch(t);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  await mkdir(join(folder, 'node_modules'));
  await symlink(dirname(buildSource()), join(folder, 'node_modules/hapui'));
  for (const name of ['data', 'configs', 'models', 'prompts'])
    await symlink(join(root, name), join(folder, name));
  await mkdir(join(folder, 'test/fixtures'), { recursive: true });
  await symlink(join(root, 'test/fixtures/encoders'), join(folder, 'test/fixtures/encoders'));
  return folder;
};

const runBlock = async (t: Test, block: Block, folder: string): Promise<void> => {
  const { language, note, text } = block;
  const [, elsewhere] = /^as-in (.+)$/.exec(note) ?? [];
  if (elsewhere !== undefined) {
    const outputs = blocksOf(await readFile(join(root, elsewhere), 'utf8')).flatMap((each) =>
      stepsOf(each.text),
    );
    for (const { command, output } of stepsOf(text))
      t.ok(
        outputs.some((step) => step.output.join('\n') === output.join('\n')),
        `${command} as in ${elsewhere}`,
      );
  } else if (language === 'console') {
    for (const step of stepsOf(text)) await runStep(t, step, folder, note === 'numbers-vary');
  } else if (note !== '') {
    await mkdir(dirname(join(folder, note)), { recursive: true });
    await writeFile(join(folder, note), text);
  } else if (language === 'yaml') checkKeys(t, text);
  else if (language === 'sh') await checkScripts(t, text);
};

const nameOf = ({ line, language, note }: Block): string => `line ${line}: ${language} ${note}`;

const reasonToSkip = async ({ note }: Block): Promise<string | false> =>
  note === 'needs-kiwi' && !(await hasKiwi()) ? 'the Kiwi model is not there: hapui models pull kiwi' : false;

const hasKiwi = (): Promise<boolean> =>
  findKiwi(process.env).then(
    () => true,
    () => false,
  );

const runStep = async (
  t: Test,
  { command, output }: Step,
  folder: string,
  numbersVary: boolean,
): Promise<void> => {
  const { code, out, err } = await runCommand(command, folder);
  const printed = (code === 0 ? out : out + err).trimEnd().split('\n');
  const seen = (lines: readonly string[]) => (numbersVary ? lines.map(withoutNumbers) : lines);
  if (output.length > 0) compare(t, seen(printed), seen(output), command);
  else t.equal(code, 0, `${command}\n${err}`);
};

/** The words of a line; how wide a column is depends on its numbers. */
const withoutNumbers = (line: string): string => line.replace(/[−+-]?\d+(\.\d+)?/g, '0').replace(/\s+/g, ' ');

/** `npm start` is what package.json makes of it; everything but hapui goes to a shell. */
const runCommand = async (
  command: string,
  cwd: string,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  const [program, ...argv] = wordsOf(command);
  if (command === 'npm start') return hapui(cwd, ['run', 'configs/ensemble.yaml']);
  if (program === 'hapui' && !/[|>;]/.test(command)) return hapui(cwd, argv, definedEnv());
  const { NODE_OPTIONS: _, ...env } = process.env; // tap's
  const run = promisify(exec)(command, { cwd, env, timeout: 60_000 });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error) => ({ code: Number(error.code), out: String(error.stdout), err: String(error.stderr) }),
  );
};

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Words of a command line; quotes keep white space, and patterns are left to hapui. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

/** Line by line; `…` takes in any lines, and inside a line the rest of it. */
const compare = (t: Test, printed: readonly string[], shown: readonly string[], command: string): void => {
  const pattern = shown
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escaped(line.trimEnd())}[ ]*\n`))
    .join('');
  const text = `${printed.map((line) => line.trimEnd()).join('\n')}\n`;
  if (new RegExp(`^${pattern}$`).test(text)) t.pass(command);
  else t.equal(text, `${shown.join('\n')}\n`, command);
};

const escaped = (line: string): string =>
  line
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');

/** Parts of a config: keys that the schema knows. */
const checkKeys = (t: Test, text: string): void => {
  const document = parseDocument(text);
  t.strictSame(
    document.errors.map(({ message }) => message),
    [],
  );
  const { properties } = configJsonSchema(hapuiTables) as { properties: object };
  for (const key of Object.keys(document.toJS() as object)) t.ok(Object.hasOwn(properties, key), key);
};

/** Commands of npm are not run here, but must exist. */
const checkScripts = async (t: Test, text: string): Promise<void> => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const known = ['ci', 'install', 'link', 'test', 'start', ...Object.keys(scripts)];
  for (const [, name] of text.matchAll(/\bnpm (?:run )?(?:--\S+ )*([\w:]+)/g))
    t.ok(known.includes(name!), `${name}`);
};
