import { join } from 'node:path';
import t from 'tap';
import { createKiwi, findKiwi, kiwiFiles, kiwiFolder, verifyKiwi } from '../../src/models/kiwi.ts';
import { installedKiwi } from './kiwi-model.ts';

t.test('the folder is the variable, else in the cache folder of the user', async (t) => {
  t.equal(kiwiFolder({ HAPUI_KIWI_MODEL: '/k', XDG_CACHE_HOME: '/c' }, '/home/a'), '/k');
  t.equal(kiwiFolder({ XDG_CACHE_HOME: '/c' }, '/home/a'), join('/c', 'hapui', 'kiwi-0.23.0'));
  t.equal(
    kiwiFolder({ XDG_CACHE_HOME: 'relative' }, '/home/a'),
    join('/home/a', '.cache', 'hapui', 'kiwi-0.23.0'),
  );
  t.equal(kiwiFolder({ HAPUI_KIWI_MODEL: '' }, '/home/a'), join('/home/a', '.cache', 'hapui', 'kiwi-0.23.0'));
});

t.test('a missing model is told with the command that fetches it', async (t) => {
  const folder = t.testdir({ 'sj.morph': '' });
  const expected = { code: 'missing-dependency', message: /hapui models pull kiwi/, data: { file: folder } };
  await t.rejects(findKiwi({ HAPUI_KIWI_MODEL: folder }), expected);
  await t.rejects(createKiwi(folder), expected);
});

t.test('a file of another version is told with both checksums', async (t) => {
  const folder = t.testdir({ 'combiningRule.txt': 'other' });
  await t.rejects(verifyKiwi(folder), {
    code: 'model-load',
    message: new RegExp(kiwiFiles['combiningRule.txt']),
    data: { file: join(folder, 'combiningRule.txt') },
  });
});

const { folder, skip } = await installedKiwi();

/** Python's kiwipiepy 0.23.1 with model 0.23.0: `[token.form for token in Kiwi().tokenize(text)]`. */
const golden: readonly (readonly [text: string, forms: string])[] = [
  ['#Person1#은 학교에 갔다.', '#Person1 #은 학교 에 가 었 다 .'],
];

t.test('the installed model', { skip }, async (t) => {
  await verifyKiwi(folder);
  t.equal(await findKiwi({ HAPUI_KIWI_MODEL: folder }), folder);
  const kiwi = await createKiwi(folder);

  t.test('its morphemes are those of the native library', async (t) => {
    const tokens = kiwi.tokenize(golden.map(([text]) => text));
    t.strictSame(
      tokens.map((list) => list.join(' ')),
      golden.map(([, forms]) => forms),
    );
  });

  t.test('texts that are no sentence are answered too', async (t) => {
    const tokens = kiwi.tokenize(['', ' \n', '\ud800', 'a\u0000', '👨‍👩‍👧', 'ㅋㅋㅋ'.repeat(500)]);
    t.strictSame(tokens.slice(0, 2), [[], []]);
    t.equal(tokens.length, 6);
  });

  t.test('its version names package, model and options', async (t) => {
    t.equal(kiwi.version, 'kiwi-nlp 0.23.0 model 0.23.0 match 8388671');
  });
});
