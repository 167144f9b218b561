/** The long form of `test/candidates/seq2seq/golden-*.test.ts`: every input. */
import { compareWithGolden } from '../candidates/seq2seq/golden.ts';

for (const name of ['tiny-bart', 'tiny-bart-group', 'tiny-t5', 'tiny-t5-group']) compareWithGolden(name, 1);
