import t, { type Test } from 'tap';
import { openExamples } from '../../../src/candidates/chat/examples.ts';
import { createNeighbours } from '../../../src/candidates/chat/neighbours.ts';
import { examplesSchema } from '../../../src/candidates/chat/options.ts';
import { dialogueOf, hostOf } from './world.ts';

const meeting = '회의를 세 시에서 네 시로 옮기려고 합니다. 모두 괜찮으시면 그렇게 정하겠습니다.';
const rows = [
  ['a', '점심은 국수로 할까요? 아니면 김밥을 사 올까요? 저는 국수가 좋습니다.', '점심은 국수다.'],
  ['b', '주말에 산에 가려고 하는데 같이 갈래요? 날씨가 좋다고 합니다.', '주말에 산에 간다.'],
  ['c', '회의를 다섯 시로 미루면 어떨까요? 손님이 늦는다고 합니다.', '회의가 다섯 시로 미뤄진다.'],
  ['d', meeting, '회의를 네 시로 옮긴다.'],
  ['e', `${meeting} `, '회의를 옮긴다.'],
  ['f', '답이 없는 대화입니다. 요약이 비어 있습니다.', ''],
];
const csv = `id,dialogue,summary\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const open = (t: Test, more: object = {}) =>
  openExamples(examplesSchema.parse({ path: 'dev.csv', ...more }), hostOf({}, t.testdir({ 'dev.csv': csv })));

t.test('fixed ones come as written or as named; those without a summary never', async (t) => {
  const first = await open(t, { pick: 'fixed', count: 2 });
  t.strictSame(
    first.pick(dialogueOf('x'), 1).map(({ summary }) => summary),
    ['점심은 국수다.', '주말에 산에 간다.'],
  );
  const named = await open(t, { pick: 'fixed', ids: ['c', 'a'] });
  t.match(named.pick(dialogueOf('x'), 1), [{ summary: /다섯 시/ }, { summary: /국수/ }]);
  await t.rejects(open(t, { pick: 'fixed', ids: ['f'] }), { code: 'input-id' });
  t.throws(() => examplesSchema.parse({ path: 'dev.csv', ids: ['a'] }));
});

t.test('random ones depend on seed and dialogue alone, without repeats', async (t) => {
  const bank = await open(t, { pick: 'random', count: 5 });
  const pick = (text: string, seed: number) =>
    bank.pick(dialogueOf(text), seed).map(({ summary }) => summary);
  t.strictSame(pick('x', 1), pick('x', 1));
  t.equal(new Set(pick('x', 1)).size, 5);
  const orders = new Set([1, 2, 3, 4, 5].map((seed) => pick('x', seed).join()));
  t.ok(orders.size > 1);
});

t.test('the nearest stands last, next to the dialogue', async (t) => {
  const bank = await open(t, { count: 2 });
  const picked = bank.pick(dialogueOf('내일 회의를 몇 시로 미루면 될까요?'), 1);
  t.match(picked.at(-1), { summary: '회의가 다섯 시로 미뤄진다.' });
});

t.test('neither the dialogue itself nor a near-copy of it is shown', async (t) => {
  for (const pick of ['fixed', 'random', 'nearest']) {
    const bank = await open(t, { pick, count: 5 });
    for (const text of [meeting, `  ${meeting}`, meeting.replace('모두', '다들'), meeting.normalize('NFD')]) {
      const shown = bank.pick(dialogueOf(text), 1).map(({ dialogue }) => dialogue);
      t.equal(shown.length, 3, `${pick}: ${text}`);
      t.notOk(shown.some((dialogue) => dialogue.includes('네 시로 옮기려고')));
    }
  }
  const bank = await open(t, { pick: 'fixed', count: 5 });
  t.equal(bank.pick({ ...dialogueOf('other text'), id: 'a' }, 1).length, 4, 'nor one of the same id');
});

t.test('a file without references is refused', async (t) => {
  const folder = t.testdir({ 'dev.csv': 'id,dialogue\na,hello\n' });
  const options = examplesSchema.parse({ path: 'dev.csv' });
  await t.rejects(openExamples(options, hostOf({}, folder)), { code: 'input-column' });
});

t.test('those of `labelled` are read as the config says, and asked for where there are none', async (t) => {
  const folder = t.testdir({ 'own.csv': 'n,talk,short\na,hello there you,A greets.\n' });
  const host = hostOf({}, folder);
  const labelled = { path: 'own.csv', columns: { id: 'n', dialogue: 'talk', reference: 'short' } };
  const options = examplesSchema.parse({ from: 'labelled', pick: 'fixed' });
  const bank = await openExamples(options, { ...host, labelled });
  t.strictSame(bank.pick(dialogueOf('x'), 1), [{ dialogue: 'hello there you', summary: 'A greets.' }]);
  t.strictSame(bank.pick({ ...dialogueOf('x'), id: 'a' }, 1), [], 'never the labelled dialogue itself');
  await t.rejects(openExamples(options, host), { code: 'config-missing' });
  t.throws(() => examplesSchema.parse({}));
  t.throws(() => examplesSchema.parse({ from: 'labelled', path: 'dev.csv' }));
});

t.test('neighbours: shared words count, the rarer the more; ties stay in order', async (t) => {
  const nearest = createNeighbours(['a cat sat', 'a dog ran', 'the zebra ran', 'the zebra ran']);
  t.equal(nearest('cat')[0], 0);
  t.strictSame(nearest('zebra ran').slice(0, 3), [2, 3, 1]);
  t.strictSame(nearest('qq'), [0, 1, 2, 3]);
  t.strictSame(createNeighbours([])('x'), []);
});
