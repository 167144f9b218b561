/** One system against the references of the development set; `test/full/kiwi-competition.test.ts` has all. */
import { compareWithCompetition } from './kiwi-competition.ts';

compareWithCompetition(1);
