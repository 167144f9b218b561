/** The long form of `test/faults/store-kills.test.ts`: 92 more seeded kills, up to three in the life of one store. */
import t from 'tap';
import { freshFolder } from '../folders.ts';
import { seeded } from '../seeded.ts';
import { checkLives, type Life, live, randomMoment } from '../store-kills.ts';

const random = seeded(2);
let kills = 0;

while (kills < 92) {
  const inOneStore = Math.min(1 + Math.floor(random() * 3), 92 - kills);
  const moments = Array.from({ length: inOneStore }, () => randomMoment(random));
  const fsync = random() < 0.5 ? 'every' : 'second';
  kills += inOneStore;
  t.test(`SIGKILL at lines ${moments.join(', ')}, fsync ${fsync}`, async (t) => {
    const folder = freshFolder(t);
    const lives: Life[] = [];
    for (const killAfter of moments) lives.push(await live(folder, { fsync, killAfter }));
    t.ok(lives.every(({ signal }) => signal === 'SIGKILL'));
    await checkLives(t, folder, lives);
  });
}
