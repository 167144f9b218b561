import t from 'tap';
import { freshFolder } from './folders.ts';
import { checkKills, dialogues, randomMoment, unbrokenRun } from './run-kills.ts';
import { checkContinued, hapui, writeRun } from './runs.ts';
import { seeded } from './seeded.ts';

const unbroken = await unbrokenRun(t);

/** 8 seeded kills in the lives of three runs; `full/` has 100 more. */
const random = seeded(3);
for (const kills of [3, 3, 2]) {
  const moments = Array.from({ length: kills }, () => randomMoment(random));
  const where = moments.map(({ answers, ms }) => `${answers} answers + ${ms} ms`).join(', ');
  t.test(`SIGKILL at ${where}: nothing is lost, repeated or different`, async (t) => {
    await checkKills(t, moments, unbroken);
  });
}

for (const points of [
  ['append:before:5', 'append:after:3'],
  ['fsync:before:5', 'fsync:after:3'],
  ['rename:before:1', 'rename:after:3', 'rename:before:5'],
])
  t.test(`SIGKILL at ${points.join(', ')}: nothing is lost, repeated or different`, async (t) => {
    const folder = freshFolder(t);
    writeRun(folder, { dialogues });
    for (const point of points) {
      const { signal, err } = await hapui(folder, ['run'], { HAPUI_CRASH_AT: point });
      t.equal(signal, 'SIGKILL', err);
    }
    await checkContinued(t, folder, unbroken);
  });
