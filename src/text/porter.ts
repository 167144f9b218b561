/**
 * The Porter stemmer (1980, "An algorithm for suffix stripping") with the changes that NLTK 3 makes by default, which
 * `rouge_score` uses. A word has a *shape*: `c` for each consonant, `v` for each vowel; the *measure* of a stem is the
 * number of `vc` in its shape.
 */

type Condition = (stem: string, word: string) => boolean;
/** Suffix, what takes its place, and when. The first rule whose suffix fits decides, whether it applies or not. */
type Rule = readonly [suffix: string, replacement: string, condition?: Condition];

/** Words that the rules get wrong, by their stems. */
const irregular: Readonly<Record<string, readonly string[]>> = {
  sky: ['sky', 'skies'],
  die: ['dying'],
  lie: ['lying'],
  tie: ['tying'],
  news: ['news'],
  inning: ['innings', 'inning'],
  outing: ['outings', 'outing'],
  canning: ['cannings', 'canning'],
  howe: ['howe'],
  proceed: ['proceed'],
  exceed: ['exceed'],
  succeed: ['succeed'],
};
const irregularStems: ReadonlyMap<string, string> = new Map(
  Object.entries(irregular).flatMap(([stem, words]) => words.map((word) => [word, stem] as const)),
);

/** The stem of a lower-case word. */
export const porterStem = (word: string): string => {
  const known = irregularStems.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  return steps.reduce((stem, step) => step(stem), word);
};

/** A `y` after a consonant is a vowel; a digit counts as a consonant. */
const shapeOf = (word: string): string => {
  let shape = '';
  for (const letter of word) {
    const vowel = letter === 'y' ? shape.endsWith('c') : 'aeiou'.includes(letter);
    shape += vowel ? 'v' : 'c';
  }
  return shape;
};

const measure = (stem: string): number => shapeOf(stem).split('vc').length - 1;
const hasMeasure: Condition = (stem) => measure(stem) > 0;
const hasLargeMeasure: Condition = (stem) => measure(stem) > 1;

const endsDouble = (word: string): boolean => word.at(-1) === word.at(-2) && shapeOf(word).endsWith('c');

/** Consonant, vowel, consonant other than w, x, y; or just a vowel and a consonant. */
const endsShort = (word: string): boolean => {
  const shape = shapeOf(word);
  return shape === 'vc' || (shape.endsWith('cvc') && !/[wxy]$/.test(word));
};

const withoutSuffix = (word: string, suffix: string): string => word.slice(0, word.length - suffix.length);

const applyFirst = (word: string, rules: readonly Rule[]): string => {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement, condition] = rule;
  const stem = withoutSuffix(word, suffix);
  return condition === undefined || condition(stem, word) ? stem + replacement : word;
};

/** Plurals. */
const step1a = (word: string): string =>
  /^.ies$/.test(word)
    ? withoutSuffix(word, 's')
    : applyFirst(word, [
        ['sses', 'ss'],
        ['ies', 'i'],
        ['ss', 'ss'],
        ['s', ''],
      ]);

/** Past tenses and participles. */
const step1b = (word: string): string => {
  if (word.endsWith('ied')) return withoutSuffix(word, word.length === 4 ? 'd' : 'ed');
  if (word.endsWith('eed')) return applyFirst(word, [['eed', 'ee', hasMeasure]]);
  const suffix = ['ed', 'ing'].find((ending) => word.endsWith(ending));
  if (suffix === undefined) return word;
  const stem = withoutSuffix(word, suffix);
  return shapeOf(stem).includes('v') ? mended(stem) : word;
};

/** A stem that lost `ed` or `ing`, with the `e` back or without the doubled consonant. */
const mended = (stem: string): string => {
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
};

/** `y` after a consonant that does not stand alone. */
const step1c = (word: string): string =>
  applyFirst(word, [['y', 'i', (stem) => stem.length > 1 && shapeOf(stem).endsWith('c')]]);

const doubleSuffixes: readonly Rule[] = [
  ['ational', 'ate', hasMeasure],
  ['tional', 'tion', hasMeasure],
  ['enci', 'ence', hasMeasure],
  ['anci', 'ance', hasMeasure],
  ['izer', 'ize', hasMeasure],
  ['bli', 'ble', hasMeasure],
  ['alli', 'al', hasMeasure],
  ['entli', 'ent', hasMeasure],
  ['eli', 'e', hasMeasure],
  ['ousli', 'ous', hasMeasure],
  ['ization', 'ize', hasMeasure],
  ['ation', 'ate', hasMeasure],
  ['ator', 'ate', hasMeasure],
  ['alism', 'al', hasMeasure],
  ['iveness', 'ive', hasMeasure],
  ['fulness', 'ful', hasMeasure],
  ['ousness', 'ous', hasMeasure],
  ['aliti', 'al', hasMeasure],
  ['iviti', 'ive', hasMeasure],
  ['biliti', 'ble', hasMeasure],
  ['fulli', 'ful', hasMeasure],
  // The `l` counts for the stem, so that `geo` and `theo` have a measure.
  ['logi', 'log', (_, word) => hasMeasure(word.slice(0, -3), word)],
];

const step2 = (word: string): string => {
  const shorter = applyFirst(word, doubleSuffixes);
  return word.endsWith('alli') && shorter !== word ? step2(shorter) : shorter;
};

const step3 = (word: string): string =>
  applyFirst(word, [
    ['icate', 'ic', hasMeasure],
    ['ative', '', hasMeasure],
    ['alize', 'al', hasMeasure],
    ['iciti', 'ic', hasMeasure],
    ['ical', 'ic', hasMeasure],
    ['ful', '', hasMeasure],
    ['ness', '', hasMeasure],
  ]);

const lastSuffixes: readonly Rule[] = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent'].map(
    (suffix): Rule => [suffix, '', hasLargeMeasure],
  ),
  ['ion', '', (stem, word) => hasLargeMeasure(stem, word) && /[st]$/.test(stem)],
  ...['ou', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize'].map((suffix): Rule => [suffix, '', hasLargeMeasure]),
];

const step4 = (word: string): string => applyFirst(word, lastSuffixes);

/** A final `e`. */
const step5a = (word: string): string =>
  applyFirst(word, [['e', '', (stem) => measure(stem) > 1 || (measure(stem) === 1 && !endsShort(stem))]]);

/** A final double `l`. */
const step5b = (word: string): string =>
  applyFirst(word, [['ll', 'l', (_, whole) => hasLargeMeasure(whole.slice(0, -1), whole)]]);

const steps = [step1a, step1b, step1c, step2, step3, step4, step5a, step5b];
