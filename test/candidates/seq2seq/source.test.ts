import t from 'tap';
import { describeCut, encodeSource } from '../../../src/candidates/seq2seq/source.ts';
import { readTokenizerFiles } from '../../../src/models/tokenizer-files.ts';
import { randomModel } from './shared-models.ts';

t.test('sources', async (t) => {
  const codec = await readTokenizerFiles(randomModel);

  t.test('a source that fits is the tokenizer applied to prefix and text', async (t) => {
    const { ids, cut } = encodeSource(codec, 'abc ', 'a b', 20);
    t.same(ids, codec.encode('abc a b'));
    t.equal(cut, undefined);
  });

  t.test('a long one keeps the first whole turns that fit', async (t) => {
    const turns = ['#Person1#: abc', '#Person2#: abc def', '#Person1#: abc', '#Person2#: a'];
    const text = turns.join('\n');
    const limit = codec.encode(turns.slice(0, 2).join('\n')).length;
    for (const allowed of [limit, limit + 3]) {
      const { ids, cut } = encodeSource(codec, '', text, allowed);
      t.same(ids, codec.encode(turns.slice(0, 2).join('\n')));
      t.match(cut, { keptTurns: 2, turns: 4, keptTokens: limit, tokens: codec.encode(text).length });
    }
    t.equal(encodeSource(codec, '', text, limit - 1).cut?.keptTurns, 1);
  });

  t.test('a first turn that does not fit is cut, and still ends as the model expects', async (t) => {
    const { ids, cut } = encodeSource(codec, '', 'a'.repeat(200), 12);
    t.equal(ids.length, 12);
    t.equal(ids[0], 0, 'start token');
    t.equal(ids.at(-1), 1, 'end token');
    t.equal(cut?.keptTurns, 0);
  });

  t.test('the report says how much was cut', async (t) => {
    t.match(
      describeCut({ keptTurns: 3, turns: 9, keptTokens: 500, tokens: 1600 }),
      /first 3 of 9 turns.*500 of 1600 tokens/,
    );
    t.match(
      describeCut({ keptTurns: 0, turns: 1, keptTokens: 5, tokens: 16 }),
      /within its first turn.*5 of 16/,
    );
  });
});
