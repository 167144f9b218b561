import t from 'tap';
import { cleaningRules, createCleaner } from '../../../src/dialogues/clean/index.ts';

t.test('rules apply in order, and each counts texts and changes', async (t) => {
  const cleaner = createCleaner(Object.keys(cleaningRules));
  t.equal(cleaner.clean('# Person 1 # 은\u0000 \\n안녕ㅋㅋ ㅋㅋ'), '#Person1#은 \n안녕');
  t.equal(cleaner.clean('#Person2#는 # email #로'), '#Person2#는 #Email#로');
  t.strictSame(cleaner.counts(), {
    'control-characters': { texts: 1, changes: 1 },
    'line-breaks': { texts: 1, changes: 1 },
    'jamo-runs': { texts: 1, changes: 1 },
    'speaker-tags': { texts: 1, changes: 2 },
    masks: { texts: 1, changes: 1 },
    nfc: { texts: 0, changes: 0 },
  });
});

t.test('without rules texts are untouched', async (t) => {
  const cleaner = createCleaner([]);
  t.equal(cleaner.clean(' \r\n ㅋㅋ '), ' \r\n ㅋㅋ ');
  t.strictSame(cleaner.counts(), {});
});

t.test('an unknown rule is answered with the nearest known one', async (t) => {
  t.throws(() => createCleaner(['mask']), { code: 'config-unknown-name', message: /Did you mean "masks"/ });
});

t.test('every rule describes itself', async (t) => {
  for (const rule of Object.values(cleaningRules)) t.match(rule.about, /\.$/);
});
