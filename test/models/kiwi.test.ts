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

/** kiwipiepy 0.23.1 with kiwipiepy_model 0.23.0: `' '.join(token.form for token in Kiwi().tokenize(text))`. */
const golden: readonly (readonly [text: string, forms: string])[] = [
  ['#Person1#은 학교에 갔다.', '#Person1 #은 학교 에 가 었 다 .'],
  [
    '#Person2#는 컨트리 록을 좋아하지만 키가 3.5미터인 기타는 없다.',
    '#Person2 #는 컨트리 록 을 좋아하 지만 키 가 3.5 미터 이 ᆫ 기타 는 없 다 .',
  ],
  ['민수가 어제 서점에서 책 두 권을 샀어요ㅋㅋ', '민수 가 어제 서점 에서 책 두 권 을 사 었 어요 ㅋㅋ'],
  [
    '연락처는 #PhoneNumber#이고 주소는 hello@example.org 입니다.',
    '연락처 는 #PhoneNumber #이고 주소 는 hello@example.org 이 ᆸ니다 .',
  ],
  ['회의는 오후 3시에 시작한다고 했습니다.', '회의 는 오후 3 시 에 시작 하 ᆫ다고 하 었 습니다 .'],
  ['비가 와서 소풍을 다음 주로 미뤘다.', '비 가 오 어서 소풍 을 다음 주 로 미루 었 다 .'],
  ['그는 “괜찮아요!”라고 대답했다.', '그 는 “ 괜찮 어요 ! ” 라고 대답 하 었 다 .'],
  ['Ms. Kim은 e-mail을 보냈다.', 'Ms. Kim 은 e - mail 을 보내 었 다 .'],
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
