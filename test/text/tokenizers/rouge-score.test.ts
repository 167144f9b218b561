import t from 'tap';
import { rougeScore } from '../../../src/text/tokenizers/rouge-score.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

tokenizerContract({ definition: rougeScore, options: {}, otherOptions: { stemmer: true }, host: testHost() });

const tokens = async (text: string, stemmer = false) => {
  const tokenizer = await rougeScore.create({ stemmer }, testHost());
  return (await tokenizer.tokenize([text]))[0];
};

t.test('only lower-case a–z and 0–9 are left', async (t) => {
  t.same(await tokens("It's 3.5 KM — café, #Person1#"), ['it', 's', '3', '5', 'km', 'caf', 'person1']);
  t.same(await tokens('한국어 요약'), []);
});

t.test('lines are parted by a token of their own', async (t) => {
  t.same(await tokens('a b\n\nc\r\n'), ['a', 'b', '\n', '\n', 'c', '\n']);
});

t.test('words of up to three letters keep their endings', async (t) => {
  t.same(await tokens('Was flies dies has', true), ['was', 'fli', 'die', 'has']);
});
