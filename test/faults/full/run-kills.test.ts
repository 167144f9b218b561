/** The long form of `test/faults/run-kills.test.ts`: 100 seeded kills of whole runs, up to four in the life of one. */
import t from 'tap';
import { checkKills, checkPoints, randomMoment, unbrokenRun } from '../run-kills.ts';
import { seeded } from '../seeded.ts';

const kills = 100;
const { outputs } = await unbrokenRun(t);
const random = seeded(4);

t.test(`${kills} SIGKILLs: nothing is lost, repeated or different`, async (t) => {
  let hits = 0;
  let runs = 0;
  while (hits < kills) {
    const moments = Array.from({ length: 1 + Math.floor(random() * 4) }, () => randomMoment(random));
    hits += await checkKills(t, moments.slice(0, kills - hits), outputs);
    runs += 1;
  }
  t.comment(`${hits} kills in the lives of ${runs} runs`);
});

for (const points of [
  ['append:before:5', 'append:after:3'],
  ['fsync:before:5', 'fsync:after:3'],
  ['rename:before:1', 'rename:after:3', 'rename:before:5'],
])
  t.test(`SIGKILL at ${points.join(', ')}: nothing is lost, repeated or different`, async (t) => {
    await checkPoints(t, points, outputs);
  });
