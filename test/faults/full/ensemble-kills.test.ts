/** The long form of `test/faults/ensemble-kills.test.ts`: more dialogues, a chain beside, kills at seeded moments. */
import t from 'tap';
import { startSummarisingServer } from '../../fixtures/server/summarising-server.ts';
import { checkKilledEnsemble, poison, undisturbed } from '../ensemble.ts';
import { seeded } from '../seeded.ts';

const server = await startSummarisingServer({ poison: [poison] });
t.teardown(() => server.close());

const setup = { dialogues: 60, server, chain: true };
const { outputs, completions } = await undisturbed(t, setup);
const random = seeded(7);

for (let life = 0; life < 5; life++) {
  const kills = 1 + Math.floor(random() * 4);
  const moments = Array.from({ length: kills }, () => Math.floor((random() * completions) / kills));
  t.test(`killed after ${moments.join(', then ')} answers more: the same bytes`, async (t) => {
    await checkKilledEnsemble(t, setup, moments, outputs);
  });
}
