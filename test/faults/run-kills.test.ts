import t from 'tap';
import { checkKills, checkPoints, randomMoment, unbrokenRun } from './run-kills.ts';
import { seeded } from './seeded.ts';

const { outputs } = await unbrokenRun(t);

/** 2 seeded kills in the life of one run; `full/` has 100 more. */
const random = seeded(3);
const moments = Array.from({ length: 2 }, () => randomMoment(random));
const where = moments.map(({ answers, ms }) => `${answers} answers + ${ms} ms`).join(', ');
t.test(`SIGKILL at ${where}: nothing is lost, repeated or different`, async (t) => {
  await checkKills(t, moments, outputs);
});

/** `full/` has the other sides of each. */
const points = ['append:after:3', 'fsync:before:5', 'rename:before:1', 'rename:after:3'] as const;
t.test(`SIGKILL at ${points.join(', ')}: nothing is lost, repeated or different`, async (t) => {
  await checkPoints(t, points, outputs);
});
