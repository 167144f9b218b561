import t from 'tap';
import { checkSeq2seqLives, unbrokenSeq2seq } from './seq2seq-kills.ts';

const dialogues = 12;
const unbroken = await unbrokenSeq2seq(t, dialogues);

t.test('threads that die amid batches and a run that is killed leave no trace', async (t) => {
  const lives = [{ deaths: [2], killAt: 2500 }];
  t.equal(await checkSeq2seqLives(t, lives, dialogues, unbroken), 1, 'the kill hit a living process');
});
