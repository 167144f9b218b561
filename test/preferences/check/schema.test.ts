/** Expectations are what `datasets` 4.0.0 and 5.0.1 did with files of 12 MB. */
import t from 'tap';
import type { Finding, PairFile } from '../../../src/preferences/check/types.ts';
import { pairFormats } from '../../../src/preferences/formats/index.ts';

const early = 1000;
const late = 11 << 20;

/** Rows with their places in the file. */
const check = async (rows: readonly (readonly [number, string])[]): Promise<Finding[]> => {
  const file: PairFile = {
    label: 'pairs.jsonl',
    lines: async function* () {
      for (const [index, [offset, text]] of rows.entries()) yield { line: index + 1, offset, text };
    },
  };
  const findings: Finding[] = [];
  for await (const finding of pairFormats.reward.check(file, {})) findings.push(finding);
  return findings;
};

const row = (margin: string, answer: string, more = ''): string =>
  `{"chosen":"Ask:\nA \\"margin\\":1 ${answer}","rejected":"Ask:\nB ${answer}","margin":${margin}${more}}`.replaceAll(
    '\n',
    '\\n',
  );

t.test('the columns and types of the first 10 MiB are those of the file', async (t) => {
  const first = [0, row('1', 'a')] as const;
  t.same(await check([first, [early, row('0.5', 'b')], [late, row('0.5', 'c')]]), [], 'a fraction in time');
  t.same(
    await check([
      [0, row('1.0', 'a')],
      [late, row('0.5', 'c')],
    ]),
    [],
    'a point says so in time',
  );
  t.match(await check([first, [late, row('0.5', 'b')]]), [
    { code: 'mixed-types', effect: 'reject', line: 2 },
  ]);
  t.match(await check([first, [early, row('2', 'b', ',"x":1')]]), [
    { code: 'extra-key', effect: 'mangle', line: 2 },
  ]);
  t.match(await check([first, [late, row('2', 'b', ',"x":1')]]), [
    { code: 'extra-key', effect: 'reject', line: 2 },
  ]);
});

t.test('what is written whole is read from the columns, not from what lies within them', async (t) => {
  const nested = (margin: string) =>
    `{"chosen":[{"role":"user","content":"a","margin":1}],"margin":${margin}}`;
  const findings = await check([
    [0, nested('1.0')],
    [late, nested('0.5')],
  ]);
  t.notOk(findings.some(({ code, text }) => code === 'mixed-types' && text.startsWith('margin')));
});

t.test('rows of 40,000 columns take no time to speak of', { timeout: 10_000 }, async (t) => {
  const columns = Array.from({ length: 40_000 }, (_, index) => `"column ${index}":${index}`).join();
  const wide = (margin: string, answer: string) => row(margin, answer, `,${columns}`);
  const findings = await check([
    [0, wide('1', 'a')],
    [late, wide('0.5', 'b')],
  ]);
  t.match(findings, [{ code: 'mixed-types', line: 2 }]);
});
