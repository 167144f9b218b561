// Groups of token lists from the sample that ships with the project: a dialogue's reference and its four systems' summaries,
// cut into words, punctuation and speaker tags. Real pools have longer texts and more systems; this is for comparing versions.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const folder = fileURLToPath(new URL('../data/sample/ko/', import.meta.url));
const read = (file) => parse(readFileSync(folder + file), { columns: true, bom: true });

/** A group a dialogue, in the order of the file of references. */
export const sampleGroups = () => {
  const references = read('labelled.csv');
  const groups = new Map(references.map(({ fname, summary }) => [fname, [summary]]));
  for (const system of ['baseline', 'brief', 'careful', 'fluent']) {
    for (const { fname, summary } of read(`labelled-systems/${system}.csv`)) groups.get(fname)?.push(summary);
  }
  return [...groups.values()].map((texts) =>
    texts.map((text) => text.match(/#\w+#|[\p{L}\p{N}]+|[^\s]/gu) ?? []),
  );
};
