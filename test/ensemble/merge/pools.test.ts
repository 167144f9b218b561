/**
 * Guards on real candidates: merges that are faithful by construction (sentences of candidates, verbatim) pass, and the same
 * with one thing made up are refused. The script is seeded and takes what it draws.
 */
import t from 'tap';
import { refuse } from '../../../src/ensemble/merge/guards/index.ts';
import { guardOptions } from '../../../src/ensemble/merge/guards/options.ts';
import { createRandom } from '../../../src/random.ts';
import { needsShared } from '../../shared.ts';
import { corruptions, drawMerges, type Merge, readPool } from './merges.ts';

const options = guardOptions.parse({});
const names = ['samsum-a', 'dialogsum-en', 'ko-dialogsum-dev', 'dialsummeval-a'];
const needed = needsShared('data/pools');

const verdict = (merge: Merge, text = merge.text) => refuse(text, merge, options);

t.test('at least 95 % of 200 faithful merges pass', needed, async (t) => {
  const merges = drawMerges(names.map(readPool), 200, 1);
  const refused = merges.flatMap((merge) => {
    const refusal = verdict(merge);
    return refusal ? [{ ...refusal, text: merge.text }] : [];
  });
  t.ok(refused.length <= 10, `${refused.length} refused: ${JSON.stringify(refused, null, 1)}`);
});

t.test('200 merges with one thing made up are all refused', needed, async (t) => {
  const kinds = Object.entries(corruptions);
  const pools = names.map(readPool);
  const missed: object[] = [];
  let made = 0;
  for (let draw = 0; made < 200; draw++) {
    const [kind, corrupt] = kinds[made % kinds.length]!;
    const [merge] = drawMerges([pools[draw % pools.length]!], 1, 1000 + draw);
    const text = corrupt(merge!, createRandom(2, kind, draw));
    if (text === undefined) continue;
    made += 1;
    if (verdict(merge!, text) === undefined) missed.push({ kind, text, sources: merge!.sources });
  }
  t.strictSame(missed, []);
});
