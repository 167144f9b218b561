/** Reads a finished run: its manifest, and the lines of single dialogues. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { textLines } from '../dialogues/formats/lines.ts';
import { at, ConfigError, InputError } from '../errors.ts';
import type { DecisionRecord, ScoreRecord } from '../types.ts';

const jsonObject = z.record(z.string(), z.json());
const plugin = z.object({ name: z.string(), options: jsonObject });

/** The parts of `run.json` that other commands read; the rest is kept as it is. */
export const manifestSchema = z.looseObject({
  hapui: z.string(),
  name: z.string(),
  seed: z.number(),
  signature: z.string(),
  config: z.looseObject({
    tokenizer: plugin,
    mbr: z.looseObject({
      utility: z.object({
        metric: z.string(),
        weights: z.record(z.string(), z.number()),
        options: jsonObject,
      }),
    }),
    clean: z.array(z.string()),
    output: z.looseObject({
      clean: z.array(z.string()),
      summaries: z.looseObject({ path: z.string(), columns: z.tuple([z.string(), z.string()]) }),
    }),
    plugins: z.array(z.string()),
  }),
  dialogues: z.number(),
  systems: z.array(
    z.looseObject({ id: z.string(), family: z.string().nullable(), skill: z.number().nullable() }),
  ),
  clusters: z.array(z.looseObject({ systems: z.array(z.string()), reason: z.string() })),
  selection: z.looseObject({ policy: plugin, rung: z.string().nullable() }),
  votes: z.object({
    voters: z.array(z.string()),
    weight: z.array(z.number()),
    cluster: z.array(z.int()),
    own_cluster: z.enum(['in', 'out']),
  }),
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});

export type FinishedManifest = z.output<typeof manifestSchema>;

/** A run's folder with its manifest. */
export interface FinishedRun {
  readonly folder: string;
  readonly manifest: FinishedManifest;
}

/** Opens the run that `run` names: its folder, or its name inside the outputs folder. */
export const openFinishedRun = async (
  run: string,
  cwd: string,
  outputs = 'outputs',
): Promise<FinishedRun> => {
  for (const folder of [resolve(cwd, run), resolve(cwd, outputs, run)]) {
    const path = join(folder, 'run.json');
    if (!(await stat(path).catch(() => undefined))?.isFile()) continue;
    return { folder, manifest: await readManifest(path) };
  }
  throw new ConfigError('usage', {
    where: run,
    found: 'no finished run of this name (no run.json)',
    expected: `a run's folder, or its name inside ${outputs}/`,
    fix: 'Run it first: hapui run CONFIG.',
  });
};

const readManifest = async (path: string): Promise<FinishedManifest> => {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ConfigError(
      'usage',
      { where: path, found: 'no manifest of this version of hapui', fix: 'Run again: hapui run CONFIG.' },
      { cause },
    );
  }
};

/** The lines of a JSONL file of the run, one at a time. Throws `input-…` where it is damaged or gone. */
export async function* linesOf<T>({ folder }: Pick<FinishedRun, 'folder'>, name: string): AsyncGenerator<T> {
  const path = join(folder, name);
  // Not `readline`: it ends lines at U+2028 too, which JSON allows inside a text.
  for await (const { line, text } of textLines(chunksOf(path), path)) {
    try {
      yield JSON.parse(text) as T;
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw damaged('input-format', at(path, line), 'the line is not valid JSON', cause);
    }
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch (cause) {
    throw damaged('input-missing', path, 'the file cannot be read', cause);
  }
}

const damaged = (code: 'input-format' | 'input-missing', where: string, found: string, cause: unknown) =>
  new InputError(
    code,
    { where, found, expected: 'the file as the run wrote it', fix: 'Run again: hapui run CONFIG.' },
    { cause },
  );

/** What a run says of one dialogue. */
export interface FinishedDialogue {
  readonly decision: DecisionRecord;
  readonly scores: readonly ScoreRecord[];
}

/** Throws `input-id` where the run has no such dialogue. */
export const dialogueOf = async (run: FinishedRun, id: string): Promise<FinishedDialogue> => {
  const found = await find<DecisionRecord>(run, 'decisions.jsonl', id);
  const [decision] = found;
  if (decision) return { decision, scores: await find<ScoreRecord>(run, 'scores.jsonl', id) };
  throw new ConfigError(
    'usage',
    { where: run.folder, found: `the run has no dialogue "${id}"`, expected: 'an id of its decisions.jsonl' },
    { data: { id } },
  );
};

/** Lines of a dialogue stand together: reading ends after them. */
const find = async <T extends { readonly id: string }>(
  run: FinishedRun,
  name: string,
  id: string,
): Promise<T[]> => {
  const found: T[] = [];
  for await (const record of linesOf<T>(run, name)) {
    if (record.id === id) found.push(record);
    else if (found.length > 0) break;
  }
  return found;
};
