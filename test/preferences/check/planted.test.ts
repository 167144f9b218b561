/** Every planted defect is found with its code, effect and place; sound files have no findings. */
import t from 'tap';
import { findingCodes } from '../../../src/preferences/check/codes.ts';
import { type PairFormatName, pairFormats } from '../../../src/preferences/formats/index.ts';
import { findingsOf } from './lines.ts';
import { planted, soundLines, textOf } from './planted.ts';

/** A token a character, so that lengths can be read off the rows. */
const countTokens = async (texts: readonly string[]) => texts.map((text) => text.length);

for (const format of Object.keys(pairFormats) as PairFormatName[])
  t.test(`${format}: a sound file has no findings`, async (t) => {
    t.same(await findingsOf(format, textOf(soundLines(format)), { countTokens }), []);
    t.same(
      await findingsOf(format, soundLines(format).join('\r\n')),
      [],
      'with carriage returns and no last line break',
    );
  });

for (const { format, defect, code, effect, line, column, content, maxTokens } of planted)
  t.test(`${format}: ${defect} → ${code}`, async (t) => {
    const context = maxTokens === undefined ? {} : { countTokens, maxTokens };
    const findings = await findingsOf(format, content, context);
    const match = findings.find((finding) => finding.code === code && (finding.line ?? 0) === line);
    t.match(
      match,
      { code, effect, ...(column === undefined ? {} : { column }) },
      JSON.stringify(findings.slice(0, 4)),
    );
    t.match(match?.text, /\S/);
  });

t.test('60 defects and more are planted, of every format and nearly every code', async (t) => {
  t.ok(planted.length >= 60, `${planted.length}`);
  t.same(new Set(planted.map(({ format }) => format)), new Set(Object.keys(pairFormats)));
  const codes = new Set(planted.map(({ code }) => code));
  const missing = Object.keys(findingCodes).filter((code) => !codes.has(code as never));
  t.same(missing, ['over-size'], 'half a gigabyte is not planted');
});

t.test('one defect has few findings: the check does not cry wolf', async (t) => {
  for (const { format, defect, content, line } of planted.filter(({ line }) => line === 3)) {
    const findings = await findingsOf(format, content);
    t.ok(
      findings.length <= 3 && findings.every((finding) => (finding.line ?? line) === line),
      `${format} ${defect}: ${findings.map(({ code, line }) => `${code}@${line}`)}`,
    );
  }
});
