import t from 'tap';
import { openAnswers } from '../../src/run/answers.ts';
import { openStore } from '../../src/run/store/index.ts';

const parts = { identity: 'server', prompt: 'text', seed: 1, candidate: 0 };

t.test('an answer is found again under all that decides it, and nothing else', async (t) => {
  const folder = t.testdir({});
  const store = await openStore(folder);
  const answers = await openAnswers(store);
  t.equal(await answers.get(parts), undefined);
  await answers.put(parts, { text: 'yes' });
  for (const other of [{ identity: 'x' }, { prompt: 'x' }, { seed: 2 }, { candidate: 1 }])
    t.equal(await answers.get({ ...parts, ...other }), undefined);
  await store.close();
  const again = await openStore(folder);
  t.strictSame(await (await openAnswers(again)).get(parts), { text: 'yes' });
  await again.close();
});
