import t from 'tap';
import { morpheme } from '../../../src/text/tokenizers/morpheme.ts';
import { tokenizerContract } from '../../contract/tokenizer.ts';
import { testHost } from './host.ts';

/** Stands for Kiwi: one token a text, so that what reaches it can be seen. */
const requests: unknown[] = [];
const closed: string[] = [];
const host = testHost({
  modelFolder: async (name) => `/models/${name}`,
  remote: async (kind, options) => {
    requests.push([kind, options]);
    return {
      version: `fake ${(options as { folder: string }).folder}`,
      tokenize: async (texts) => texts.map((text) => [text]),
      close: async () => void closed.push('kiwi'),
    };
  },
});

tokenizerContract({ definition: morpheme, options: {}, otherOptions: { model: 'kiwi' }, host });

t.test('the model comes from the option, else from where models are installed', async (t) => {
  requests.length = 0;
  await morpheme.create({}, host);
  await morpheme.create({ model: 'my-kiwi' }, host);
  t.strictSame(requests, [
    ['kiwi', { folder: '/models/kiwi' }],
    ['kiwi', { folder: host.resolve('my-kiwi') }],
  ]);
});

t.test('Kiwi gets composed Hangul, and is closed with the tokenizer', async (t) => {
  closed.length = 0;
  const tokenizer = await morpheme.create({}, host);
  t.strictSame(await tokenizer.tokenize(['한국어'.normalize('NFD')]), [['한국어']]);
  t.equal(tokenizer.signature, 'morpheme(kiwi=fake /models/kiwi,form=nfc)');
  await tokenizer.close?.();
  t.strictSame(closed, ['kiwi']);
});
