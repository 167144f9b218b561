/** Numbers of Korean and English text, in one spelling, to see which ones of a text another one has too. */

/** `#Person1#` has a digit but states no number. */
const tagOrMask = /#[A-Za-z]+\d*#/g;
/** With commas between thousands, else with a decimal part; of `12:30` both sides, of `010-1234` too. */
const digits = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/g;

/** `007` is 7, `1,000` is 1000 and `3.50` is 3.5. */
const plain = (number: string): string => {
  const [whole = '', decimals = ''] = number.replaceAll(',', '').split('.');
  const kept = decimals.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept === '' ? '' : `.${kept}`}`;
};

/** The distinct numbers that `text` has in digits, in one spelling, in order; those of tags and masks are left out. */
export const numbersOf = (text: string): ReadonlySet<string> =>
  new Set(text.replace(tagOrMask, ' ').match(digits)?.map(plain));

const english: ReadonlyMap<string, number> = new Map([
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, ten) => [word, 10 * (ten + 2)] as const),
]);
const englishWord = new RegExp(`\\b(?:${[...english.keys()].join('|')})\\b`, 'gi');

/** Native Korean numbers: by themselves, and the short forms before what is counted. */
const koreanUnits: ReadonlyMap<string, number> = new Map(
  '하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉'.split(' ').map((word, value) => [word, value + 1] as const),
);
const koreanShort: ReadonlyMap<string, number> = new Map(
  '한 두 세 네'.split(' ').map((word, value) => [word, value + 1] as const),
);
/** A short form is a number only before white space or a counter: `한 시`, `두명`, but neither `한국` nor `네,`. */
const counter = '(?=\\s|[시명개번살달주잔장대권병마분])';
const korean = new RegExp(
  `(?<![가-힣])(?:(?<ten>열)?(?:(?<unit>${[...koreanUnits.keys()].join('|')})|(?<short>${[...koreanShort.keys()].join('|')})${counter})|(?<only>열|스물|스무)${counter})`,
  'g',
);

const koreanNumbers = (text: string): number[] =>
  Array.from(text.matchAll(korean), ({ groups = {} }) => {
    const { ten, unit = '', short = '', only } = groups;
    if (only !== undefined) return only === '열' ? 10 : 20;
    return (ten === undefined ? 0 : 10) + (koreanUnits.get(unit) ?? koreanShort.get(short) ?? 0);
  });

/**
 * The numbers that a summary of `text` may state in digits: those in digits, and small ones in words (English to twenty and
 * tens to ninety, native Korean to 20). A word that only looks like a number supports one too many, which harms less than
 * taking a `3` for made up where the dialogue says `three` or `세 시`.
 */
export const statedNumbers = (text: string): ReadonlySet<string> =>
  new Set([
    ...numbersOf(text),
    ...(text.match(englishWord) ?? []).map((word) => String(english.get(word.toLowerCase()))),
    ...koreanNumbers(text).map(String),
  ]);
