/** The long form of `test/golden/kiwi-competition.test.ts`: every system and both translations of the references. */
import { compareWithCompetition } from '../golden/kiwi-competition.ts';

compareWithCompetition(Number.POSITIVE_INFINITY);
