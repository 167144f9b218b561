import { existsSync } from 'node:fs';
import t from 'tap';
import { model } from '../../../src/text/tokenizers/model.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

/** The smallest file that is a tokenizer: three words, the rest unknown, and a start token that models would add. */
const tiny = {
  version: '1.0',
  added_tokens: [
    {
      id: 0,
      content: '<s>',
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    },
  ],
  normalizer: null,
  pre_tokenizer: { type: 'WhitespaceSplit' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] } },
  },
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '<s>': 0, '[UNK]': 1, 학교: 2, '##에': 3, 갔다: 4 },
  },
};

const files = new Map([
  ['tokenizer.json', JSON.stringify(tiny)],
  ['other.json', JSON.stringify({ ...tiny, version: '1.1' })],
  ['list.json', '[]'],
  ['text.json', 'no JSON'],
]);
const host = testHost({ readFile: async (path) => new TextEncoder().encode(files.get(path)) });

tokenizerContract({
  definition: model,
  options: { model: 'tokenizer.json' },
  otherOptions: { model: 'other.json' },
  host,
});

t.test('tokens are subwords without the special tokens around a text', async (t) => {
  const { tokenize } = await model.create({ model: 'tokenizer.json' }, host);
  t.strictSame(await tokenize(['학교에 갔다 OK']), [['학교', '##에', '갔다', '[UNK]']]);
});

t.test('the signature holds the hash of the file', async (t) => {
  const { signature } = await model.create({ model: 'tokenizer.json' }, host);
  t.match(signature, /^model\(sha256=[0-9a-f]{64}\)$/);
});

for (const name of ['list.json', 'text.json']) {
  t.test(`${name} is refused with its path`, async (t) => {
    await t.rejects(model.create({ model: name }, host), {
      code: 'model-load',
      data: { file: host.resolve(name) },
    });
  });
}

t.test('a file that is not there is refused with its path', async (t) => {
  await t.rejects(model.create({ model: 'absent.json' }, testHost()), {
    code: 'model-load',
    message: /cannot be read/,
    data: { file: testHost().resolve('absent.json') },
  });
});

const shipped = ['models/tiny-bart/tokenizer.json', 'models/tiny-t5/tokenizer.json'];
for (const file of shipped) {
  const skip = !existsSync(file) && `${file} is not there`;
  t.test(`${file} keeps speaker tags whole`, { skip }, async (t) => {
    const { tokenize } = await model.create({ model: file }, testHost());
    const [tokens = []] = await tokenize(['#Person1#은 학교에 갔다.']);
    t.match(tokens[0], /^▁?#Person1#$/);
  });
}
