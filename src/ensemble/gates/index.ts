/** Gates say which candidates may vote but not win. They never empty a dialogue. */
import type { Gate, GatedDialogue, GateStatistics } from './define.ts';
import { empty } from './empty.ts';
import { masks } from './masks.ts';
import { maxTokens } from './max-tokens.ts';
import { minTokens } from './min-tokens.ts';
import type { GateOptions } from './options.ts';
import { punctuation } from './punctuation.ts';
import { script } from './script.ts';
import { status } from './status.ts';
import { tags } from './tags.ts';
import { truncated } from './truncated.ts';

/** All gates, the most severe first: where every candidate is caught, those caught by the last ones are let through. */
export const gates: readonly Gate[] = [
  empty,
  punctuation,
  status,
  script,
  minTokens,
  truncated,
  maxTokens,
  tags,
  masks,
];

/** Why a candidate may not win, by the most severe gate that caught it. */
export interface GateVerdict {
  readonly gate: Gate['name'];
  readonly reason: string;
  /** Present where all candidates were caught and this one, among the least severe, may win after all. */
  readonly lifted?: true;
}

/** Judges one dialogue: a verdict for every row, undefined where it may win. */
export type GateJudge = (dialogue: GatedDialogue) => readonly (GateVerdict | undefined)[];

/** The gates that `options` leave on; `none` switches all of them off. */
export const createGates = (options: GateOptions | 'none', statistics: GateStatistics): GateJudge => {
  if (options === 'none') return ({ rows }) => rows.map(() => undefined);
  const active = gates.flatMap((gate) => {
    const prepare = gate.create(options, statistics);
    return prepare ? [{ name: gate.name, prepare }] : [];
  });
  return (dialogue) => {
    const checks = active.map(({ name, prepare }) => ({ name, check: prepare(dialogue) }));
    const verdicts = dialogue.rows.map((row): GateVerdict | undefined => {
      for (const { name, check } of checks) {
        const reason = check(row);
        if (reason !== undefined) return { gate: name, reason };
      }
      return undefined;
    });
    return lifted(verdicts, dialogue);
  };
};

/** Lets the least severe verdicts through where there is nothing else; a row without text stays out. */
const lifted = (
  verdicts: readonly (GateVerdict | undefined)[],
  { rows }: GatedDialogue,
): readonly (GateVerdict | undefined)[] => {
  const hasText = (row: number): boolean => rows[row]!.comparison !== '';
  if (verdicts.some((verdict, row) => verdict === undefined && hasText(row))) return verdicts;
  const caught = new Set(
    verdicts.filter((verdict, row) => verdict && hasText(row)).map((verdict) => verdict?.gate),
  );
  const mildest = gates.findLast(({ name }) => caught.has(name))?.name;
  return verdicts.map((verdict, row) =>
    verdict?.gate === mildest && verdict && hasText(row) ? { ...verdict, lifted: true } : verdict,
  );
};

/** Whether a verdict lets its row win. */
export const mayWin = (verdict: GateVerdict | undefined): boolean =>
  verdict === undefined || verdict.lifted === true;
