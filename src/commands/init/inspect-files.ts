/** Looks at the files that a user has: which one holds the dialogues, and what the columns of the others are. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { byCodePoint, idOfFile } from '../../config/index.ts';
import { recognise } from '../../dialogues/columns.ts';
import { openTable, type Table } from '../../dialogues/formats/table.ts';
import { type Encoding, openInput } from '../../dialogues/input/input.ts';
import { createOneText } from '../../dialogues/one-text.ts';
import { HapuiError } from '../../errors.ts';

/** One file as the config will name it. */
export interface InspectedFile {
  /** As the user names it, from the current folder. */
  readonly file: string;
  /** As the config names it. */
  readonly path: string;
  /** Only where the file name alone would not tell it from another. */
  readonly id?: string;
  readonly encoding: Encoding;
  /** Columns that were recognised, such as `fname, summary`. */
  readonly columns: readonly string[];
  /** Whether it is plain text without ids, whose nth line belongs to the nth dialogue. */
  readonly isAligned: boolean;
}

export interface InspectedFiles {
  readonly dataset: InspectedFile | undefined;
  /** Whether the dataset brings its candidates along. */
  readonly isPool: boolean;
  readonly systems: readonly InspectedFile[];
  /** Sentences for the user. */
  readonly notes: readonly string[];
}

interface Looked {
  readonly file: string;
  readonly encoding: Encoding;
  readonly isPool: boolean;
  readonly isAligned: boolean;
  readonly dialogue: string | undefined;
  readonly summary: string | undefined;
  readonly id: string | undefined;
  /** Whether its summaries are all one text. */
  readonly isPlaceholder: boolean;
}

/** Inspects `files`, paths and patterns relative to `cwd`; `pathOf` says how the config names them. Throws `input-…` errors. */
export const inspectFiles = async (
  files: readonly string[],
  cwd: string,
  pathOf: (file: string) => string,
): Promise<InspectedFiles> => {
  const looked: Looked[] = [];
  for (const file of await listed(files, cwd)) looked.push(await lookAt(file, cwd));
  const placeholders = looked.filter(({ isPlaceholder }) => isPlaceholder);
  const { dataset, systems, leftOut } = sorted(looked.filter(({ isPlaceholder }) => !isPlaceholder));
  return {
    dataset: dataset && { ...inspected(dataset, pathOf), columns: named([dataset.id, dataset.dialogue]) },
    isPool: dataset?.isPool ?? false,
    systems: withIds(systems.map((each) => inspected(each, pathOf))),
    notes: [
      ...leftOut.map(({ file }) => `${file} holds dialogues as well: left out (for \`labelled\`, perhaps).`),
      ...placeholders.map(
        ({ file }) =>
          `${file} has the same summary in every row, as a sample submission has: left out. If it is a system, add it to \`systems\`.`,
      ),
    ],
  };
};

interface Sorted {
  readonly dataset: Looked | undefined;
  readonly systems: readonly Looked[];
  readonly leftOut: readonly Looked[];
}

/** Who is what: files with dialogues are no submissions, unless all files have them, as some tools write. */
const sorted = (looked: readonly Looked[]): Sorted => {
  const hasDialogues = ({ dialogue, isPool }: Looked): boolean => isPool || dialogue !== undefined;
  const withDialogues = looked.filter(hasDialogues);
  const pure = withDialogues.find(({ summary }) => summary === undefined);
  if (looked.length > 1 && withDialogues.length === looked.length && !pure)
    return { dataset: undefined, systems: looked, leftOut: [] };
  const dataset = pure ?? withDialogues[0];
  const systems = looked.filter((each) => !hasDialogues(each));
  return { dataset, systems, leftOut: withDialogues.filter((each) => each !== dataset) };
};

/** Each file once; what a shell did not expand is expanded here. */
const listed = async (files: readonly string[], cwd: string): Promise<readonly string[]> => {
  const seen = new Map<string, string>();
  for (const file of files) {
    for (const match of await matches(file, cwd)) {
      const path = resolve(cwd, match);
      const real = await realpath(path).catch(() => path);
      if (!seen.has(real)) seen.set(real, match);
    }
  }
  return [...seen.values()];
};

const matches = async (file: string, cwd: string): Promise<readonly string[]> => {
  const isThere = await realpath(resolve(cwd, file)).catch(() => undefined);
  if (isThere || !isDynamicPattern(file)) return [file];
  const found = await glob(file, { cwd, expandDirectories: false });
  return found.length > 0 ? found.sort(byCodePoint) : [file];
};

const lookAt = async (file: string, cwd: string): Promise<Looked> => {
  const { table, encoding } = await openAny(resolve(cwd, file), file);
  const header = { label: file, columns: table.columns };
  const found = recognise(header, 'dialogue');
  // a column called "text" may be either, and most files given here are submissions
  const dialogue = found?.toLowerCase() === 'text' ? undefined : found;
  const summary = recognise(header, 'summary');
  return {
    file,
    encoding,
    isPool: table.isPool,
    isAligned: table.format === 'lines',
    dialogue,
    summary,
    id: recognise(header, 'id'),
    isPlaceholder: summary !== undefined && dialogue === undefined && (await isOneText(table, summary)),
  };
};

/** Read to the first summary that differs; what is wrong with rows is told by whoever reads all of them. */
const isOneText = async (table: Table, summary: string): Promise<boolean> => {
  const oneText = createOneText();
  try {
    for await (const { values } of table.rows([summary], () => {}))
      if (!oneText.note(String(values[0] ?? ''))) return false;
  } catch (error) {
    if (!(error instanceof HapuiError)) throw error;
    return false;
  }
  return oneText.text() !== undefined;
};

const openAny = async (path: string, label: string): Promise<{ table: Table; encoding: Encoding }> => {
  const open = async (encoding: Encoding) => ({
    table: await openTable(await openInput(path, encoding, label), 'auto'),
    encoding,
  });
  try {
    return await open('utf-8');
  } catch (error) {
    if (!(error instanceof HapuiError && error.code === 'input-encoding')) throw error;
    return open('cp949').catch((second: unknown) => {
      // a file that is neither is most likely UTF-8 with a damaged byte: nobody said CP949
      throw second instanceof HapuiError && second.code === 'input-encoding' ? error : second;
    });
  }
};

const inspected = (
  { file, encoding, isAligned, id, summary }: Looked,
  pathOf: (file: string) => string,
): InspectedFile => ({
  file,
  path: pathOf(file),
  encoding,
  columns: named([id, summary]),
  isAligned,
});

const named = (columns: readonly (string | undefined)[]): readonly string[] =>
  columns.filter((column) => column !== undefined);

/** Files of one name get the folder's name before it. */
const withIds = (systems: readonly InspectedFile[]): readonly InspectedFile[] => {
  const taken = new Set<string>();
  return systems.map((system) => {
    const name = idOfFile(system.path);
    const tries = [name, `${basename(dirname(system.path))}-${name}`];
    for (let number = 2; tries.every((id) => taken.has(id)); number++) tries.push(`${name}-${number}`);
    const id = tries.find((each) => !taken.has(each)) ?? name;
    taken.add(id);
    return id === name ? system : { ...system, id };
  });
};
