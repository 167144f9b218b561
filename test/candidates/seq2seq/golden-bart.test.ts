/** Goldens of tiny-bart; `golden.ts` says where they come from. In two files, so that they can run side by side. */
import { compareWithGolden } from './golden.ts';

compareWithGolden('tiny-bart');
compareWithGolden('tiny-bart-group');
