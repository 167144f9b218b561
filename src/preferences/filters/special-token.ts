import { defineFilter, eachSide } from './define.ts';

/**
 * Marks that tokenizers read as one token, never as text: of SentencePiece and BERT vocabularies, of chat templates
 * (`<|im_end|>`, `[|endofturn|]`, `<start_of_turn>`, `[INST]`), bytes that were not decoded, and what decoding left behind
 * (`▁`, `Ġ`, U+FFFD). The only match of a speaker tag or mask would be `#…#`, which is none of these.
 */
const tokens = new RegExp(
  [
    '</?s>',
    '<(?:pad|unk|mask|bos|eos|cls|sep|n|eot|eod|endoftext)>',
    '\\[(?:PAD|UNK|MASK|CLS|SEP|BOS|EOS|/?INST)\\]',
    '<</?SYS>>',
    '<[|｜][^<>|｜\\s]{1,40}[|｜]>',
    '\\[\\|[a-z]{1,20}\\|\\]',
    '</?(?:start|end)_of_(?:turn|text|image)>',
    '<(?:extra_id_|unused)\\d+>',
    '<0x[0-9A-F]{2}>',
    '[▁Ġ\\ufffd]',
  ].join('|'),
  'iu',
);

export const specialToken = defineFilter({
  name: 'special-token',
  about: 'One side holds a special token of a tokenizer, or what decoding left of one.',
  create: () =>
    eachSide((text) => {
      const [found] = tokens.exec(text) ?? [];
      return found === undefined ? undefined : `the special token ${JSON.stringify(found)}`;
    }),
});
