/** The long form of `test/faults/run-kills.test.ts`: 100 seeded kills of whole runs, up to four in the life of one. */
import t from 'tap';
import { checkKills, randomMoment, unbrokenRun } from '../run-kills.ts';
import { seeded } from '../seeded.ts';

const kills = 100;
const unbroken = await unbrokenRun(t);
const random = seeded(4);

t.test(`${kills} SIGKILLs: nothing is lost, repeated or different`, async (t) => {
  let hits = 0;
  let runs = 0;
  while (hits < kills) {
    const moments = Array.from({ length: 1 + Math.floor(random() * 4) }, () => randomMoment(random));
    hits += await checkKills(t, moments.slice(0, kills - hits), unbroken);
    runs += 1;
  }
  t.comment(`${hits} kills in the lives of ${runs} runs`);
});
