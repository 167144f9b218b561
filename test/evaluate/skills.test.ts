import t from 'tap';
import { fitSkills, type SkillEvidence } from '../../src/evaluate/skills.ts';

const pool = (
  rows: readonly number[],
  ranks: readonly number[],
  hypothesisOf: readonly number[],
  gold: readonly number[],
): SkillEvidence => ({
  rows: Int32Array.from(rows),
  ranks: Int32Array.from(ranks),
  hypothesisOf: Int32Array.from(hypothesisOf),
  gold: Float64Array.from(gold),
});

t.test('skill is the mean gold of first candidates over the dialogues covered', async (t) => {
  const skills = fitSkills(
    [
      pool([0, 0, 1], [1, 0, 0], [0, 1, 1], [0.9, 0.5]),
      pool([0], [0], [0], [0.25]),
      pool([1], [0], [-1], []),
    ],
    3,
  );
  t.strictSame([...skills.slice(0, 2)], [(0.5 + 0.25) / 2, (0.5 + 0) / 2], 'an empty answer scores 0');
  t.ok(Number.isNaN(skills[2]), 'a system without labelled outputs has none');
});
