/** A pair file made of text or bytes, without a disk. */
import { linesOf } from '../../../src/preferences/check/open.ts';
import type { CheckContext, Finding, PairFile } from '../../../src/preferences/check/types.ts';
import { type PairFormatName, pairFormats } from '../../../src/preferences/formats/index.ts';

export const pairFile = (content: string | Buffer): PairFile => ({
  label: 'pairs.jsonl',
  lines: () =>
    linesOf(
      (async function* () {
        yield Buffer.from(content);
      })(),
    ),
});

/** All findings of a file's text, in order. */
export const findingsOf = async (
  format: PairFormatName,
  content: string | Buffer,
  context: CheckContext = {},
): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for await (const finding of pairFormats[format].check(pairFile(content), context)) findings.push(finding);
  return findings;
};
