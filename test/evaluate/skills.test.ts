import t from 'tap';
import type { LabelledPool } from '../../src/evaluate/labelled-pool.ts';
import { fitSkills } from '../../src/evaluate/skills.ts';

const pool = (
  rows: readonly number[],
  ranks: readonly number[],
  hypothesisOf: readonly number[],
  gold: readonly number[],
): LabelledPool => ({
  id: 'x',
  group: 'x',
  rows: Int32Array.from(rows),
  ranks: Int32Array.from(ranks),
  hypothesisOf: Int32Array.from(hypothesisOf),
  eligible: new Uint8Array(rows.length).fill(1),
  hypotheses: gold.length,
  utility: new Float64Array(gold.length ** 2),
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
