/** What every generator keeps to. Each implementation's test calls it. */
import t, { type Test } from 'tap';
import type { GeneratorDefinition, Host } from '../../src/registry.ts';
import type { Dialogue, Generated, Generator } from '../../src/types.ts';

export interface GeneratorContract {
  // biome-ignore lint/suspicious/noExplicitAny: definitions of any options
  readonly definition: GeneratorDefinition<any>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly host: Host;
  /** At least three dialogues that it can answer; the contract adds an empty one. */
  readonly dialogues: readonly Dialogue[];
  /** Options whose answers must not be taken for those of `options`. */
  readonly otherOptions?: Readonly<Record<string, unknown>>;
  /** Why a part of the contract cannot hold. */
  readonly skip?: { readonly emptyDialogue?: string };
}

const statuses = ['ok', 'empty', 'truncated', 'refused', 'filtered', 'malformed', 'failed'];
const { signal } = new AbortController();

/** Runs the contract as tests. */
export const generatorContract = (contract: GeneratorContract): void => {
  const { definition, options = {}, host, dialogues, otherOptions, skip } = contract;
  const { name } = definition;
  const parsed = (given = options) => definition.options.parse(given);
  const ask = async (batch: readonly Dialogue[], system = 'own', given = options) =>
    withGenerator(definition.create(parsed(given), host), (generator) =>
      generator.generate(batch, { seed: 7, system }, signal),
    );

  t.test(`${name}: its options describe themselves and refuse unknown keys`, async (t) => {
    t.match(definition, { kind: 'generator', about: /\.$/ });
    t.throws(() => definition.options.parse({ ...options, unheard_of: 1 }));
  });

  t.test(`${name}: one answer a dialogue, in order, under the name of its system`, async (t) => {
    const answers = await ask(dialogues);
    t.equal(answers.length, dialogues.length);
    for (const answer of answers) checkAnswer(t, answer, 'own');
    for (const answer of await ask(dialogues, 'other')) checkAnswer(t, answer, 'other');
    t.strictSame(await ask([]), []);
  });

  t.test(`${name}: the same batch and seed give the same answers, also from a second instance`, async (t) => {
    t.strictSame(await ask(dialogues), await ask(dialogues));
    await withGenerator(definition.create(parsed(), host), async (generator) => {
      const again = () => generator.generate(dialogues, { seed: 7, system: 'own' }, signal);
      const first = await again();
      t.strictSame(await again(), first, 'answers do not depend on what was asked before');
      if (definition.parallel === 'many')
        t.strictSame(await Promise.all([again(), again()]), [first, first], 'nor on what is asked beside');
    });
  });

  t.test(`${name}: batches that it cuts hold every place of a window once`, async (t) => {
    const places = definition.cut?.(dialogues, parsed()).flat() ?? [...dialogues.keys()];
    t.strictSame([...places].sort(), [...dialogues.keys()]);
  });

  t.test(
    `${name}: an empty dialogue is answered without inventing a text`,
    { skip: skip?.emptyDialogue ?? false },
    async (t) => {
      const [answer] = await ask([{ id: 'empty', index: 0, text: '', references: [] }]);
      const texts = answer?.status === 'ok' ? answer.candidates.map(({ text }) => text) : [];
      t.ok(texts.every((text) => text.trim() === ''));
    },
  );

  t.test(`${name}: an aborted signal ends the work`, async (t) => {
    await withGenerator(definition.create(parsed(), host), async (generator) => {
      const aborted = AbortSignal.abort(new Error('enough'));
      await t.rejects(generator.generate(dialogues, { seed: 7, system: 'own' }, aborted));
    });
  });

  t.test(`${name}: its identity is stable, and tells apart what answers otherwise`, async (t) => {
    const identityOf = (given = options) =>
      withGenerator(definition.create(parsed(given), host), async ({ identity }) => identity);
    t.equal(await identityOf(), await identityOf());
    if (otherOptions === undefined) return;
    const key = async (given = options) => JSON.stringify([await identityOf(given), parsed(given)]);
    t.not(await key(), await key(otherOptions), 'the store keeps them apart');
  });
};

const withGenerator = async <T>(
  creating: Promise<Generator>,
  work: (generator: Generator) => Promise<T>,
): Promise<T> => {
  const generator = await creating;
  try {
    return await work(generator);
  } finally {
    await generator.close?.();
  }
};

const checkAnswer = (t: Test, answer: Generated, system: string): void => {
  if (answer.status === 'failed') {
    t.ok(answer.reason, 'a failure has a reason');
    return;
  }
  for (const [place, candidate] of answer.candidates.entries()) {
    t.match(candidate, { system, candidate: place, text: String });
    t.ok(statuses.includes(candidate.status), candidate.status);
    if (candidate.text.trim() === '') t.not(candidate.status, 'ok');
    if (candidate.logprob !== undefined) t.ok(candidate.logprob <= 0);
  }
};
