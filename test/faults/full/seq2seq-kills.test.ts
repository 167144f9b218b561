/** The long form of `test/faults/seq2seq-kills.test.ts`: 30 seeded kills, a thread that dies beside, up to three in a run's life. */
import t from 'tap';
import { seeded } from '../seeded.ts';
import { checkSeq2seqLives, type Life, unbrokenSeq2seq } from '../seq2seq-kills.ts';

const dialogues = 48;
const wanted = 30;
const random = seeded(7);
const unbroken = await unbrokenSeq2seq(t, dialogues);

t.test(`${wanted} kills: no answer is lost, made twice or different`, async (t) => {
  let kills = 0;
  let runs = 0;
  while (kills < wanted) {
    const killAts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * 30_000));
    const lives = killAts
      .sort((a, b) => a - b)
      .map((killAt): Life => ({ deaths: [1 + Math.floor(random() * 8)], killAt }));
    kills += await checkSeq2seqLives(t, lives, dialogues, unbroken);
    runs += 1;
  }
  t.comment(`${kills} kills in the lives of ${runs} runs`);
});
