import t from 'tap';
import { z } from 'zod';
import { alternatives, expectation } from '../../src/config/describe-schema.ts';

t.test('what a schema accepts is said in plain words', async (t) => {
  const words: readonly (readonly [z.ZodType, string])[] = [
    [z.string(), 'a text'],
    [z.number(), 'a number'],
    [z.int(), 'a whole number'],
    [z.int().min(1), 'a whole number from 1'],
    [z.number().int().min(0).max(9).default(3), 'a whole number from 0 to 9'],
    [z.number().positive(), 'a number above 0'],
    [z.number().positive().max(2), 'a number above 0, up to 2'],
    [z.number().max(2), 'a number up to 2'],
    [z.boolean().optional(), 'true or false'],
    [z.null(), 'nothing'],
    [z.enum(['a', 'b', 'c']), '"a", "b" or "c"'],
    [z.literal(1), '1'],
    [z.union([z.literal('all'), z.array(z.string())]), '"all" or a list (each a text)'],
    [z.tuple([z.string(), z.string()]), 'a list of 2'],
    [z.record(z.string(), z.number()), 'a map (each value a number)'],
    [z.strictObject({ a: z.string(), b: z.string() }), 'a map of a, b'],
    [z.strictObject({}), 'a map of keys'],
    [z.string().meta({ title: 'a path' }).optional(), 'a path'],
    [z.string().transform((text) => text.length), 'a text'],
    [z.lazy(() => z.boolean()), 'true or false'],
  ];
  for (const [schema, text] of words) t.equal(expectation(schema), text);
});

t.test('alternatives that hold commas are kept apart', async (t) => {
  t.equal(alternatives(['a', 'b', 'c']), 'a, b or c');
  t.equal(alternatives(['a path', 'a map of x, y']), 'a path, or a map of x, y');
});
