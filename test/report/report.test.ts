import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import t from 'tap';
import type { PageData } from '../../src/report/page-data.ts';
import { hostile } from './hostile.ts';
import { type InventedRun, invent, pageOf } from './invented.ts';

interface Tag {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
}
interface Page {
  querySelector(selector: string): Tag;
  querySelectorAll(selector: string): Iterable<Tag>;
}

const read = (html: string): Page => parseHTML(html).document as unknown as Page;
const dataOf = (html: string): PageData =>
  JSON.parse(read(html).querySelector('#data').textContent) as PageData;
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const hostileRun = (dialogues: number): InventedRun =>
  invent({
    dialogues,
    systems: [0, 1, 2, 3, 13, 14].map((n) => hostile(n)),
    text: (dialogue, system) => hostile(7 * dialogue + system),
    id: hostile,
    manifest: {
      name: hostile(0),
      warnings: [hostile(1)],
      signature: hostile(3),
      skipped: [{ id: hostile(4) }],
    },
  });

t.test('the policy allows nothing but the one script and the one style, by their hashes', async (t) => {
  const page = read(pageOf(invent({ dialogues: 3 })));
  const policy = page.querySelector('meta[http-equiv=Content-Security-Policy]').getAttribute('content')!;
  const scripts = [...page.querySelectorAll('script')];
  t.equal(scripts.length, 2);
  t.equal(scripts[0]!.getAttribute('type'), 'application/json');
  t.same(policy.split('; ').sort(), [
    "base-uri 'none'",
    "default-src 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `script-src ${hashOf(scripts[1]!.textContent)}`,
    `style-src ${hashOf(page.querySelector('style').textContent)}`,
    "trusted-types 'none'",
  ]);
});

t.test('hostile ids, names and texts make no element and no attribute', async (t) => {
  const run = hostileRun(60);
  const html = pageOf(run, {
    source: (n) => ({ text: hostile(n), topic: hostile(n + 1), references: [hostile(n + 2)] }),
  });
  const tame = read(
    pageOf(
      invent({
        dialogues: 60,
        systems: ['a', 'b', 'c', 'd', 'e', 'f'],
        manifest: { warnings: ['w'], skipped: [{ id: 's' }] },
      }),
    ),
  );
  const page = read(html);
  const names = (document: Page): string[] =>
    [...document.querySelectorAll('*')].map(({ localName }) => localName);
  const kinds = (document: Page): string[] => [...new Set(names(document))].sort();
  t.same(kinds(page), kinds(tame), 'the same kinds of elements as a page of plain texts');
  t.equal(names(page).filter((name) => name === 'script').length, 2);
  const attributes = new Set(
    [...page.querySelectorAll('*')].flatMap((tag) => [...tag.attributes].map(({ name }) => name)),
  );
  t.same(
    [...attributes].filter((name) => /^(on|style$|src|srcdoc|action|formaction|xlink)/.test(name)),
    [],
  );
  for (const link of page.querySelectorAll('[href]')) t.match(link.getAttribute('href'), /^#/);
  t.notMatch(html, /[\u202a-\u202e\u2066-\u2069]/, 'no character reorders or hides the page’s own words');
});

t.test('the data block gives back every text exactly', async (t) => {
  const run = hostileRun(50);
  const { dialogues, systems } = dataOf(
    pageOf(run, { source: (n) => ({ text: hostile(n), references: [hostile(n + 1)] }) }),
  );
  t.same(systems, [0, 1, 2, 3, 13, 14].map(hostile));
  for (const [place, { decision, scores }] of run.dialogues.entries()) {
    const shown = dialogues[place]!;
    t.match(shown, { id: decision.id, summary: decision.summary, place });
    t.same(
      shown.candidates.map(({ text }) => text),
      scores.map(({ text }) => text),
    );
  }
});

t.test('a run of more dialogues than a page holds shows the closest, and says so', async (t) => {
  const html = pageOf(invent({ dialogues: 2100, margin: (n) => (2100 - n) / 10_000 }));
  const { dialogues, total } = dataOf(html);
  t.equal(total, 2100);
  t.equal(dialogues.length, 2000);
  t.equal(dialogues[0]!.id, 'd100', 'the widest margins are left out');
  t.match(
    html,
    'The run has 2,100 dialogues. This page holds the figures of all of them, and the 2,000 closest calls',
  );
});

t.test('scores with intervals, gains and clusters are shown where they are', async (t) => {
  const systems = ['solar', 'kobart'];
  const scores = (score: number) => ({
    rouge1: score / 100,
    score,
    interval: { low: score - 1, high: score + 1 },
  });
  const base = invent({ dialogues: 4, systems }).manifest as { systems: object[] };
  const { dialogues } = invent({ dialogues: 4, systems });
  const html = pageOf({
    dialogues,
    manifest: {
      ...base,
      systems: base.systems.map((system, place) => ({ ...system, scores: scores(40 + place) })),
      result: { fallbacks: 0, mean_length: 20, scores: scores(42.5), oracle: 50.125 },
      gain: { best: 'kobart', bestScore: 41, mean: 1.5, low: 0.25, high: 2.75 },
      clusters: [{ systems, reason: 'near-copies', similarity: 0.913 }],
    },
  });
  const text = read(html).querySelector('main').textContent;
  t.match(text, '42.50');
  t.match(text, 'share of wins');
  t.match(text, '+1.50');
  t.match(text, /over kobart, the best single system; 95\u00a0% interval \+0\.25 to \+2\.75: a gain/);
  t.match(text, 'near-copies0.913');
  t.match(html, 'would reach 50.1');
});

t.test('what was learned is shown, as far as it is known', async (t) => {
  const gain = { mean: 1.25, low: -0.5, high: 3 };
  const learned = {
    inputs: { dataset: 'abc' },
    dialogues: 120,
    best_single: 'b',
    chosen: 'pairwise',
    summary: 'Choosing by `auto` gains.',
    systems: [{ id: 'b', skill: 0.4, weight: 0.75 }],
    ladder: [{ rung: 'pairwise', score: 41, gain, chosen_in: 15 }],
    model: { learner: 'ridge', features: [{ name: '</script>', scale: 1, weight: -0.5 }] },
  };
  const rungs = [{ rung: 'pairwise', score: 41, gain }];
  const training = {
    inputs: learned.inputs,
    curve: [
      { dialogues: 40, rungs },
      { dialogues: 120, rungs },
    ],
    systems: [{ id: 'b', adds: gain, cost_usd: null }],
  };
  const run = invent({ dialogues: 3 });
  const titles = (learned: unknown, training?: unknown): string[] =>
    [...read(pageOf(run, { learned, training })).querySelectorAll('#learning h3')].map(
      (tag) => tag.textContent,
    );
  const known = ['Ways to choose', 'Skills and weights', 'Weights of features'];
  t.same(titles(learned, training).sort(), ['Learning curve', ...known, 'Worth of systems'].sort());
  t.same(titles(learned).sort(), known.toSorted());
  const stale = { ...training, inputs: { dataset: 'other' } };
  t.same(titles(learned, stale).sort(), known.toSorted(), 'a curve of other labels is not shown');
  t.same(
    titles({ ...learned, chosen: 'mbr' }),
    known.slice(0, 2),
    'weights that do not choose are not shown',
  );
  t.same(titles({ version: 99 }), []);
});

t.test('a manifest without the newer fields still gives a page', async (t) => {
  const run = invent({ dialogues: 3 });
  const {
    similarity: _,
    warnings: __,
    counts: ___,
    generated: ____,
    seconds: _____,
    inputs: ______,
    ...old
  } = run.manifest as Record<string, unknown>;
  t.match(pageOf({ ...run, manifest: old }), 'All 3 dialogues of the run.');
});

t.test('what judges and merges cost is told beside what systems cost', async (t) => {
  const run = invent({ dialogues: 3 });
  const paid = { found: 0, made: 3, quarantined: 0, report: { requests: 3, cost_usd: 0.25 } };
  const manifest = {
    ...(run.manifest as object),
    generated: [{ id: 'gpt', ...paid }],
    scored: [
      { id: 'judge', ...paid },
      { id: 'cross', ...paid, report: { devices: [] } },
    ],
    written: { kind: 'chat', ...paid },
  };
  const html = pageOf({ ...run, manifest });
  for (const id of ['gpt', 'rerank.judge', 'ensemble.merge']) t.match(html, id);
  t.notMatch(html, 'rerank.cross', 'what asks no server has no bill');
  t.match(html, '$0.75');
});

t.test('the same files give the same page', async (t) => {
  const run = invent({ dialogues: 5 });
  t.equal(pageOf(run), pageOf(run));
});

for (const [dialogues, systems] of [
  [1, 1],
  [1, 2],
  [3, 70],
] as const)
  t.test(`a run of ${dialogues} dialogues and ${systems} systems has a page`, async (t) => {
    const names = Array.from({ length: systems }, (_, n) => `system-${n}`);
    const html = pageOf(invent({ dialogues, systems: names }));
    t.equal(dataOf(html).dialogues.length, dialogues);
    t.notMatch(html, /NaN|Infinity|undefined/);
  });
