/** What every scorer keeps to. Each implementation's test calls it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Host, ScorerDefinition } from '../../src/registry.ts';
import type { AnswerStore, Json, Scored, Scorer, ScorerItem } from '../../src/types.ts';

export interface ScorerContract {
  // biome-ignore lint/suspicious/noExplicitAny: definitions of any options
  readonly definition: ScorerDefinition<any>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly host: Host;
  /** At least three items of two or more candidates, with evidence where the scorer asks for it. */
  readonly items: readonly ScorerItem[];
  /** Options whose scores must not be taken for those of `options`. */
  readonly otherOptions?: Readonly<Record<string, unknown>>;
  /** How far scores may move with what else is in the batch: rounding of neural models. Default 0. */
  readonly tolerance?: number;
}

/** A host for scorers that need files and models only. */
export const scorerHost = (folder: string): Host => ({
  resolve: (path) => (path.startsWith('/') ? path : join(folder, path)),
  readFile: (path) => readFile(join(folder, path)),
  modelFolder: async () => 'nowhere',
  remote: async () => Promise.reject(new Error('no thread is needed')),
});

const { signal } = new AbortController();

/** Keeps answers in memory, by all that decides them. */
const memory = (): AnswerStore => {
  const kept = new Map<string, Json>();
  return {
    get: async (parts) => kept.get(JSON.stringify(parts)),
    put: async (parts, answer) => {
      kept.set(JSON.stringify(parts), answer);
    },
  };
};

/** Runs the contract as tests. */
export const scorerContract = (contract: ScorerContract): void => {
  const { definition, options = {}, host, items, otherOptions, tolerance = 0 } = contract;
  const { name } = definition;
  const parsed = (given = options) => definition.options.parse(given);
  const context = () => ({
    seed: 7,
    scorer: 'own',
    ...(definition.cost === 'paid' ? { answers: memory() } : {}),
  });
  const score = (batch: readonly ScorerItem[]) =>
    withScorer(definition.create(parsed(), host), (scorer) => scorer.score(batch, context(), signal));
  const numbers = (answer: Scored | undefined): number[] =>
    answer?.status === 'ok' ? Array.from(answer.scores) : [];
  const isClose = (one: readonly number[], other: readonly number[]): boolean =>
    one.length === other.length &&
    one.every(
      (value, place) => Object.is(value, other[place]) || Math.abs(value - other[place]!) <= tolerance,
    );

  t.test(`${name}: it says what hapui cannot guess, and refuses unknown options`, async (t) => {
    t.match(definition, { kind: 'scorer', about: /\.$/ });
    t.throws(() => definition.options.parse({ ...options, unheard_of: 1 }));
    if (definition.scope === 'candidate') t.equal(definition.needs?.(parsed()), undefined, 'no evidence');
  });

  t.test(`${name}: a number a candidate, in order, for every item`, async (t) => {
    const answers = await score(items);
    t.equal(answers.length, items.length);
    for (const [place, answer] of answers.entries()) {
      t.equal(answer.status, 'ok');
      t.equal(numbers(answer).length, items[place]!.candidates.length);
      t.ok(numbers(answer).every((value) => Number.isFinite(value) || Number.isNaN(value)));
    }
    t.strictSame(await score([]), []);
  });

  t.test(`${name}: the same batch has the same scores, also from a second instance`, async (t) => {
    const first = (await score(items)).map(numbers);
    t.strictSame((await score(items)).map(numbers), first);
    await withScorer(definition.create(parsed(), host), async (scorer) => {
      const again = async () => (await scorer.score(items, context(), signal)).map(numbers);
      t.strictSame(await again(), first);
      t.strictSame(await again(), first, 'scores do not depend on what was asked before');
    });
  });

  t.test(`${name}: the company of other items changes nothing but the last digits`, async (t) => {
    const together = (await score(items)).map(numbers);
    for (const [place, item] of items.entries()) {
      const [alone] = await score([item]);
      t.ok(isClose(numbers(alone), together[place]!), item.id);
    }
    const turned = (await score(items.toReversed())).map(numbers).reverse();
    t.ok(turned.every((each, place) => isClose(each, together[place]!)));
  });

  t.test(`${name}: what its scope leaves out has no say in a score`, async (t) => {
    const renamed = await score(items.map((item) => ({ ...item, id: `other ${item.id}` })));
    const own = await score(items);
    t.strictSame(renamed.map(numbers), own.map(numbers), 'the id is for messages only');
    if (definition.scope === 'pool') return;
    const [item] = items as [ScorerItem, ...ScorerItem[]];
    const [last] = await score([{ ...item, candidates: item.candidates.slice(-1) }]);
    t.ok(isClose(numbers(last), numbers(own[0]).slice(-1)), 'nor have other candidates');
  });

  t.test(`${name}: batches that it cuts hold every place of a window once`, async (t) => {
    const places = definition.cut?.(items, parsed()).flat() ?? [...items.keys()];
    t.strictSame([...places].sort(), [...items.keys()]);
  });

  t.test(`${name}: an aborted signal ends the work`, async (t) => {
    await withScorer(definition.create(parsed(), host), async (scorer) => {
      const aborted = AbortSignal.abort(new Error('enough'));
      await t.rejects(scorer.score(items, context(), aborted));
    });
  });

  t.test(`${name}: its identity is stable, and tells apart what scores otherwise`, async (t) => {
    const identityOf = (given = options) =>
      withScorer(definition.create(parsed(given), host), async ({ identity }) => identity);
    t.equal(await identityOf(), await identityOf());
    if (otherOptions === undefined) return;
    const key = async (given = options) => JSON.stringify([await identityOf(given), parsed(given)]);
    t.not(await key(), await key(otherOptions), 'the store keeps them apart');
  });
};

const withScorer = async <T>(creating: Promise<Scorer>, work: (scorer: Scorer) => Promise<T>): Promise<T> => {
  const scorer = await creating;
  try {
    return await work(scorer);
  } finally {
    await scorer.close?.();
  }
};
