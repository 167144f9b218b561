/** What every tokenizer keeps to. Each implementation's test calls it. */
import fc from 'fast-check';
import t from 'tap';
import type { Host, TokenizerDefinition } from '../../src/registry.ts';

export interface TokenizerContract {
  // biome-ignore lint/suspicious/noExplicitAny: definitions of any options
  readonly definition: TokenizerDefinition<any>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly host: Host;
  /** Options whose signature must differ from that of `options`. */
  readonly otherOptions?: Readonly<Record<string, unknown>>;
}

const texts = [
  '#Person1#은 학교에 갔다.',
  '',
  ' \t\n',
  '3.5 km, OK!',
  '한국어'.normalize('NFD'),
  '👨‍👩‍👧 中国',
  'a\nb\u2028c',
];

/** Runs the contract as tests. */
export const tokenizerContract = ({ definition, options, host, otherOptions }: TokenizerContract): void => {
  const create = async (given = options) => definition.create(definition.options.parse(given), host);

  t.test(`${definition.name}: its options describe themselves and refuse unknown keys`, async (t) => {
    t.match(definition, { kind: 'tokenizer', about: /\.$/ });
    t.throws(() => definition.options.parse({ ...options, unheard_of: 1 }));
  });

  t.test(`${definition.name}: as many lists of strings as texts, whatever the texts`, async (t) => {
    const tokenizer = await create();
    const lists = await tokenizer.tokenize(texts);
    t.equal(lists.length, texts.length);
    t.ok(lists.every((list) => Array.isArray(list) && list.every((token) => typeof token === 'string')));
    t.strictSame(await tokenizer.tokenize([]), []);
    await tokenizer.close?.();
  });

  t.test(`${definition.name}: a text's tokens depend on that text only`, async (t) => {
    const tokenizer = await create();
    const whole = await tokenizer.tokenize(texts);
    const reversed = await tokenizer.tokenize([...texts].reverse());
    t.strictSame([...reversed].reverse(), whole);
    const text = fc.string({ unit: fc.constantFrom('가', 'ㅋ', 'a', ' ', '.', '#', '1') });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (some) => {
        const together = await tokenizer.tokenize(some);
        for (const [i, one] of some.entries()) t.strictSame(await tokenizer.tokenize([one]), [together[i]]);
      }),
      { numRuns: 10 },
    );
    await tokenizer.close?.();
  });

  t.test(`${definition.name}: its signature names it, is stable, and tells options apart`, async (t) => {
    const [first, second] = [await create(), await create()];
    t.ok(first.signature.startsWith(definition.name));
    t.equal(first.signature, second.signature);
    if (otherOptions !== undefined) {
      const other = await create(otherOptions);
      t.not(other.signature, first.signature);
      await other.close?.();
    }
    await first.close?.();
    await second.close?.();
  });
};
