/**
 * Scores over morphemes of three systems and a second translation of the references. The numbers are those of kiwipiepy 0.24.1
 * with model 0.24.0 and `rouge` 1.0.1 (`competition-dev.json`). WebAssembly's scalar arithmetic and the older model give other
 * tokens here and there: the native library with model 0.23.0 is up to 0.22 away, its scalar code up to 0.10.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import t from 'tap';
import { rouge101 } from '../../src/metrics/rouge-1.0.1.ts';
import { createKiwi } from '../../src/models/kiwi.ts';
import type { Tokens } from '../../src/types.ts';
import { installedKiwi } from '../models/kiwi-model.ts';
import { needsShared, sharedFile } from '../shared.ts';

const tolerance = 0.15;

interface Row {
  readonly system: string;
  readonly reference: string;
  readonly kiwi: { readonly score: number };
}

const { folder, skip } = await installedKiwi();

/** Compares the first `count` rows of goldens; an analyser of Korean takes a second for 350 texts. */
export const compareWithCompetition = (count: number): void => {
  t.test(
    'morpheme scores of the development set',
    { skip, ...needsShared('goldens/competition-dev.json') },
    async (t) => {
      const all = JSON.parse(
        readFileSync(sharedFile('goldens/competition-dev.json'), 'utf8'),
      ) as readonly Row[];
      const rows = all.slice(0, count);
      const kiwi = await createKiwi(folder);
      const metric = rouge101.create({});
      const files = new Map<string, Map<string, Tokens>>();

      const morphemes = (name: string): Map<string, Tokens> => {
        const known = files.get(name);
        if (known !== undefined) return known;
        const path = name.startsWith('dev') ? `${name}.csv` : `candidates/dev/${name}.csv`;
        const table = parse(readFileSync(sharedFile(`data/ko-dialogsum/${path}`)), {
          columns: true,
          bom: true,
        }) as {
          readonly fname: string;
          readonly summary: string;
        }[];
        const tokens = kiwi.tokenize(table.map((row) => row.summary.normalize('NFC')));
        const ofId = new Map(table.map((row, i) => [row.fname, tokens[i]!]));
        files.set(name, ofId);
        return ofId;
      };

      for (const { system, reference, kiwi: expected } of rows) {
        t.test(`${system} against ${reference} is within ${tolerance}`, async (t) => {
          const [hypotheses, references] = [morphemes(system), morphemes(reference)];
          let sum = 0;
          for (const [id, hypothesis] of hypotheses) {
            const { fmeasure } = metric.matrix([hypothesis], [references.get(id)!]);
            sum += fmeasure.reduce((total, plane) => total + plane[0]!, 0) / fmeasure.length;
          }
          const score = (100 * sum) / hypotheses.size;
          t.ok(
            Math.abs(score - expected.score) < tolerance,
            `${score.toFixed(3)} is near ${expected.score.toFixed(3)}`,
          );
        });
      }
    },
  );
};
