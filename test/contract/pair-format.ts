/** What every pair format keeps to. */
import fc from 'fast-check';
import t from 'tap';
import type { PairFormat } from '../../src/preferences/formats/define.ts';
import { trainingLine } from '../../src/preferences/formats/line.ts';
import type { Pair } from '../../src/preferences/types.ts';
import { longPrompt, makePair, pairs } from '../preferences/formats/pairs.ts';

/** A value's keys and types, as a loader infers them; whole and broken numbers are told apart by their text. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]));
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const anyPair = fc
  .tuple(fc.nat(11), text, text, fc.double({ min: 0.001, max: 5, noNaN: true }))
  .map(([index, chosen, rejected, margin]): Pair => {
    const pair = makePair(index);
    return {
      ...pair,
      margin,
      chosen: { ...pair.chosen, text: chosen },
      rejected: { ...pair.rejected, text: `${rejected}.` },
    };
  });

/** All texts inside a value. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

export const pairFormatContract = (format: PairFormat): void => {
  const lines = (list: readonly Pair[]): string[] =>
    list.flatMap((pair) => format.rows(pair, [pair]).map((row) => trainingLine(row, format.decimals)));

  t.test(`${format.name}: it describes itself`, async (t) => {
    t.match(format, { name: /^[a-z-]+$/, about: /\.$/ });
  });

  t.test(
    `${format.name}: all rows have the same keys in the same order, the same types and no nulls`,
    async (t) => {
      fc.assert(
        fc.property(fc.array(anyPair, { minLength: 1, maxLength: 6 }), (list) => {
          const rows = lines(list).map((line) => JSON.parse(line) as object);
          const shapes = new Set(rows.map((row) => JSON.stringify(shapeOf(row))));
          return shapes.size === 1 && !JSON.stringify([...shapes]).includes('null');
        }),
        { seed: 6, numRuns: 60 },
      );
      t.match(lines([makePair(0, { margin: 1 })]).join(), format.decimals ? '"margin":1.0' : /./);
    },
  );

  t.test(`${format.name}: texts come back as they were, one line a row`, async () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const all = lines([pair]);
        const texts = all.flatMap((line) => textsOf(JSON.parse(line)));
        return (
          all.every((line) => !line.includes('\n')) &&
          [pair.chosen.text, pair.rejected.text].every((side) => texts.includes(side))
        );
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  t.test(`${format.name}: every message of the prompt is there, whatever its turns`, async (t) => {
    for (const pair of [makePair(0), makePair(0, { prompt: longPrompt })]) {
      const all = textsOf(format.rows(pair, [pair])).join('\n');
      for (const { content } of pair.prompt) t.ok(all.includes(content), content);
    }
  });

  t.test(`${format.name}: rows depend on the pair and its siblings alone, and change neither`, async (t) => {
    const before = JSON.stringify(pairs);
    t.same(lines(pairs), lines(pairs));
    t.equal(JSON.stringify(pairs), before);
  });
};
