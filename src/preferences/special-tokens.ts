/** Marks that have no place in the text of a training row. */

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

/** Those that end a text or a turn, at the end of a text. */
const atEnd = new RegExp(
  `(?:${[
    '</s>',
    '<(?:eos|eot|eod|endoftext)>',
    '\\[EOS\\]',
    '<[|｜](?:im_end|end|endoftext|eot_id|end_of_text|endofturn|end_of_turn|end▁of▁sentence)[|｜]>',
    '\\[\\|endofturn\\|\\]',
    '<end_of_turn>',
  ].join('|')})\\s*$`,
  'iu',
);

/** The first special token of `text`. */
export const specialTokenOf = (text: string): string | undefined => tokens.exec(text)?.[0];

/** The end token with which `text` ends. */
export const endTokenOf = (text: string): string | undefined => atEnd.exec(text)?.[0].trim();

/** `text` without the end token with which it ends. */
export const withoutEndToken = (text: string): string => text.replace(atEnd, '');
