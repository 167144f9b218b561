/** The files of one pair format: rows by split, where they come from, what was dropped. They appear together, when all is there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCard } from '../../preferences/card/card.ts';
import type { CardFacts } from '../../preferences/card/facts.ts';
import type { PairFormat, WrittenSplit } from '../../preferences/formats/define.ts';
import { trainingLine } from '../../preferences/formats/line.ts';
import type { DroppedPair, Pair, PairProvenance, PairStats, TrainingRow } from '../../preferences/types.ts';
import type { AtomicWriter, OutputFolder } from '../files.ts';
import { createRowOrder } from './row-order.ts';

/** What is told of all pairs together, in `stats.json` and in the card. */
export type PairsReport = Pick<CardFacts, 'name' | 'stats' | 'figures' | 'options'>;

export interface FormatFiles {
  readonly format: PairFormat;
  /** Adds the pairs of one dialogue, in order. */
  add(pairs: readonly Pair[], dropped: readonly DroppedPair[]): Promise<void>;
  /** Puts the files in place and removes those of splits that are no more. */
  commit(report: PairsReport): Promise<readonly WrittenSplit[]>;
  abort(): Promise<void>;
}

/** Opens the files of `format` in `folder`, its own; `splits` in the order of the config. */
export const openFormatFiles = async (
  folder: OutputFolder,
  format: PairFormat,
  splits: readonly string[],
): Promise<FormatFiles> => {
  const writers = new Map<string, AtomicWriter>();
  const open = async (name: string): Promise<AtomicWriter> => {
    const writer = writers.get(name) ?? (await folder.createWriter(name));
    writers.set(name, writer);
    return writer;
  };
  const provenance = await open('provenance.jsonl');
  const dropped = await open('dropped.jsonl');
  const rowsOf = new Map(splits.map((split) => [split, 0]));
  const bytesOf = new Map(splits.map((split) => [split, 0]));
  let example: TrainingRow | undefined;
  const order = createRowOrder(format, {
    async write(split, row) {
      const text = `${trainingLine(row, format.decimals)}\n`;
      // opened with its first row: loaders refuse a file without any
      await (await open(fileOf(split))).write(text);
      const number = rowsOf.get(split) ?? 0;
      rowsOf.set(split, number + 1);
      bytesOf.set(split, (bytesOf.get(split) ?? 0) + Buffer.byteLength(text));
      example ??= row;
      return number;
    },
    placed: async (pair, rows) => provenance.write(line(provenanceOf(pair, rows))),
  });
  return {
    format,
    add: async (pairs, drops) => {
      await order.add(pairs);
      await dropped.write(drops.map(line).join(''));
    },
    commit: async (report) => {
      await order.end();
      const written = splits.flatMap((split): WrittenSplit[] => {
        const rows = rowsOf.get(split) ?? 0;
        return rows > 0 ? [{ split, file: fileOf(split), rows }] : [];
      });
      // compared without case, as some file systems do: what this run wrote is never taken for stale
      const kept = new Set([...writers.keys()].map((name) => name.toLowerCase()));
      const before = (await splitsBefore(folder)).map(fileOf);
      const stale = before.filter((file) => !kept.has(file.toLowerCase()));
      for (const writer of writers.values()) await writer.commit();
      for (const file of stale) await folder.remove(file);
      const keys = Object.keys(example ?? {});
      const extra = format.files?.({ name: report.name, splits: written, keys }) ?? {};
      for (const [file, text] of Object.entries(extra)) await folder.write(file, text);
      const files = written.map((each) => ({ ...each, bytes: bytesOf.get(each.split) ?? 0 }));
      await folder.write('README.md', renderCard({ ...report, format, splits: files, row: example }));
      const { stats, figures } = report;
      await folder.write('stats.json', `${JSON.stringify({ ...stats, figures }, null, 2)}\n`);
      return written;
    },
    abort: async () => {
      for (const writer of writers.values()) await writer.abort();
    },
  };
};

const fileOf = (split: string): string => `${split}.jsonl`;

const line = (record: object): string => `${JSON.stringify(record)}\n`;

/** Splits that an earlier run wrote here; only what hapui itself wrote is ever removed. */
const splitsBefore = async (folder: OutputFolder): Promise<readonly string[]> => {
  try {
    const stats = JSON.parse(await readFile(join(folder.path, 'stats.json'), 'utf8')) as PairStats;
    return Object.keys(stats.splits).filter((split) => /^[\w.-]+$/u.test(split));
  } catch {
    return [];
  }
};

const provenanceOf = (pair: Pair, rows: readonly number[]): PairProvenance => {
  const { id, number, group, split, chosen, rejected, margin, strategy, source, scores, edits } = pair;
  const withoutText = ({ system, candidate, score }: Pair['chosen']) => ({ system, candidate, score });
  return {
    id,
    number,
    group,
    split,
    rows,
    chosen: withoutText(chosen),
    rejected: withoutText(rejected),
    margin,
    strategy,
    source,
    scores,
    edits,
  };
};
