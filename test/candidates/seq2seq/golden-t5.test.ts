/** Goldens of tiny-t5; `golden.ts` says where they come from. In two files, so that they can run side by side. */
import { compareWithGolden } from './golden.ts';

compareWithGolden('tiny-t5');
compareWithGolden('tiny-t5-group');
