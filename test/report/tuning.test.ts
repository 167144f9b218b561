import { parseHTML } from 'linkedom';
import t from 'tap';
import { tuningPage } from '../../src/report/index.ts';
import type { TuningFacts } from '../../src/report/tuning/facts.ts';
import { hostile } from './hostile.ts';

interface Tag {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Tag>;
}
interface Page {
  querySelector(selector: string): Tag | null;
  querySelectorAll(selector: string): Iterable<Tag>;
}

const read = (html: string): Page => parseHTML(html).document as unknown as Page;
const all = (page: Page | Tag, selector: string): Tag[] => [...page.querySelectorAll(selector)];
const textsOf = (tags: readonly Tag[]): string[] => tags.map(({ textContent }) => textContent);

const gain = { mean: 1, low: -0.5, high: 2.5 };
const rung = (dialogues: number, score: number) => ({ dialogues, score, low: score - 4, high: score + 3 });

/** Three trials beside the config's own: one stops early, one is refused, the third wins. Names come from `name`. */
const factsOf = (name: (n: number) => string): TuningFacts => ({
  systems: [
    {
      system: name(0),
      dialogues: { search: 24, held_out: 24 },
      luck: { trials: 3, expected: 1.25, isGreat: true },
      trials: [
        { trial: 0, options: {}, rungs: [rung(12, 60), rung(24, 61)], failed: 0 },
        { trial: 1, options: { [name(1)]: name(2) }, rungs: [rung(12, 55)], failed: 2 },
        { trial: 2, options: { [name(1)]: 4 }, rungs: [], failed: 0, refused: name(3) },
        { trial: 3, options: { [name(1)]: 5 }, rungs: [rung(12, 70), rung(24, 72)], failed: 0 },
      ],
      found: {
        trial: 3,
        takes: true,
        claims_gain: false,
        searched: { mean: 11, low: 5, high: 17 },
        held: gain,
      },
    },
  ],
  fusion: {
    dialogues: 48,
    columns: ['mbr', name(4)],
    configured: { method: 'zscore', weights: { mbr: 1 }, score: 80 },
    found: { method: 'raw', weights: { mbr: 0.2, [name(4)]: 0.8 }, score: 81, gain },
    keeps: false,
    auto: { score: 81, gain },
    alone: [{ column: name(4), score: 79, gain: { mean: -1, low: -2, high: 0 } }],
    search: {
      cost: 0.2,
      tried: [
        { method: 'zscore', weights: [1, 0], score: 80.5 },
        { method: 'zscore', weights: [0.5, 0.5], score: 82.25 },
        { method: 'raw', weights: [0.2, 0.8], score: 83.5 },
      ],
    },
    signature: 'rouge-1.0.1|tok:whitespace',
  },
});

const plain = (n: number): string => ['g', 'generate.beams', 'wide', 'too wide', 'cross'][n]!;

t.test(
  'every trial and every fusion that was tried is drawn, the winner apart from the others',
  async (t) => {
    const page = read(tuningPage('mine', factsOf(plain)));
    const label = (start: string) =>
      all(page, 'svg').filter((svg) => svg.getAttribute('aria-label')!.startsWith(start));
    const [halving] = label('Score of every trial by') as [Tag];
    const dots = all(halving, 'circle');
    // rungs of trials that were tried: 1 of trial 1, 2 of the configured one, 2 of the winner, which is drawn last
    t.strictSame(
      dots.map((dot) => dot.getAttribute('r')),
      ['2', '3.5', '3.5', '3.5', '3.5'],
    );
    const heights = dots.map((dot) => Number(dot.getAttribute('cy')));
    t.ok(heights[4]! < heights[2]! && heights[2]! < heights[0]!, '72 stands above 61, 61 above 55');
    t.ok(textsOf(all(halving, 'text')).includes('24'));
    // an interval for the last rung of the one that stopped, and for all rungs of the two that are compared
    const uprights = all(halving, 'line').filter(
      (line) => line.getAttribute('x1') === line.getAttribute('x2'),
    );
    t.equal(uprights.length, 5);

    const [search] = label('Score of every fusion') as [Tag];
    t.equal(all(search, 'circle').length, 3 + 1, 'three that were tried, and the best of them marked');
    t.ok(['zscore', 'raw'].every((method) => textsOf(all(search, 'text')).includes(method)));

    t.strictSame(
      all(page, 'tr')
        .map((row) => textsOf(all(row, 'th, td')).slice(0, 4))
        .slice(1, 5),
      [
        ['trial 3', 'generate.beams 5', '24', '72.00'],
        ['configured', 'as configured', '24', '61.00'],
        ['trial 1', 'generate.beams wide', '12', '55.00'],
        ['trial 2', 'generate.beams 4: too wide', '–', '–'],
      ],
    );
    t.strictSame(textsOf(all(page, 'tr.main > th')), ['trial 3', 'raw']);
  },
);

t.test('names, options and messages of others make no element, no attribute and no script', async (t) => {
  for (let first = 0; first < 23; first += 5) {
    const page = read(
      tuningPage(
        hostile(first),
        factsOf((n) => hostile(first + n)),
      ),
    );
    const tame = read(tuningPage('mine', factsOf(plain)));
    const shape = (each: Page) =>
      all(each, '*')
        .map(({ localName }) => localName)
        .join();
    t.equal(shape(page), shape(tame));
    const names = new Set(all(page, '*').flatMap((tag) => [...tag.attributes].map(({ name }) => name)));
    t.strictSame(
      [...names].filter((name) => /^(on|style$|src|action|formaction|xlink)/.test(name)),
      [],
    );
  }
  const page = read(tuningPage('mine', factsOf(plain)));
  t.equal(page.querySelector('script'), null);
  const policy = page.querySelector('meta[http-equiv=Content-Security-Policy]')!.getAttribute('content')!;
  t.match(policy, /^default-src 'none'; style-src 'sha256-/);
  t.notMatch(policy, 'script-src');
});

t.test('a search without trials and a fusion without a choice say so', async (t) => {
  const { systems, fusion } = factsOf(plain);
  const [{ found: _, ...rest }] = systems as [TuningFacts['systems'][number]];
  const page = read(
    tuningPage('mine', {
      systems: [{ ...rest, trials: rest.trials.slice(2, 3) }],
      fusion: { ...fusion, search: { cost: 0, tried: [] } },
    }),
  );
  t.equal(all(page, 'svg').length, 0);
  t.match(textsOf(all(page, '.lead')), [
    'No trial could be tried.',
    'The same candidate of every dialogue wins under all weights.',
  ]);
});
