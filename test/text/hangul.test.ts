import t from 'tap';
import { assertKeepsHangul, refusesHangul } from '../../src/text/hangul.ts';
import { character } from '../../src/text/tokenizers/character.ts';
import { rougeScore } from '../../src/text/tokenizers/rouge-score.ts';
import { testHost } from './tokenizers/host.ts';

const korean = ['#Person1#은 학교에 간다.', 'OK'];
const english = ['#Person1# likes 김치 very much.'];

t.test('a tokenizer that deletes Hangul is refused for Korean, with the reason', async (t) => {
  const tokenizer = await rougeScore.create({ stemmer: false }, testHost());
  t.match(await refusesHangul(tokenizer, korean), /deletes Hangul/);
  await t.rejects(assertKeepsHangul(tokenizer, korean, '--tokenizer'), {
    code: 'config-conflict',
    problem: { where: '--tokenizer' },
  });
  t.equal(await refusesHangul(tokenizer, english), undefined);
  t.equal(await refusesHangul(tokenizer, []), undefined);
});

t.test('one that keeps Hangul is not', async (t) => {
  const tokenizer = await character.create({}, testHost());
  t.equal(await refusesHangul(tokenizer, korean), undefined);
  await assertKeepsHangul(tokenizer, korean);
});
