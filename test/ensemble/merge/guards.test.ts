/** One faithful text and one that is not a guard; which is which follows from reading them. */
import t from 'tap';
import type { Material } from '../../../src/ensemble/merge/guards/define.ts';
import { guards, refuse } from '../../../src/ensemble/merge/guards/index.ts';
import { type GuardOptions, guardOptions } from '../../../src/ensemble/merge/guards/options.ts';

const options = guardOptions.parse({});

const english: Material = {
  dialogue: {
    id: 'a',
    index: 0,
    text: 'Amy: Are we meeting Tom on Friday?\nBen: Yes, at three, for 20 minutes. Ask #PhoneNumber#.',
    references: [],
  },
  sources: [
    'Amy asks Ben about meeting Tom on Friday.',
    'Ben tells Amy to call #PhoneNumber#. They meet for 20 minutes.',
  ],
};

const korean: Material = {
  dialogue: {
    id: 'b',
    index: 0,
    text: '#Person1#: 내일 세 시에 도서관에서 볼까?\n#Person2#: 좋아, 책을 반납해야 해.',
    references: [],
  },
  sources: ['#Person1#은 #Person2#에게 내일 도서관에서 보자고 한다.', '#Person2#는 책을 반납하려고 한다.'],
};

const cases: readonly (readonly [keyof GuardOptions, Material, string, string])[] = [
  ['numbers', english, 'Amy asks Ben about meeting Tom at 3.', 'Amy asks Ben about meeting Tom at 4.'],
  [
    'numbers',
    english,
    'They meet Tom on Friday for twenty minutes.',
    'They meet Tom on Friday for 25 minutes.',
  ],
  [
    'numbers',
    korean,
    '#Person1#은 #Person2#에게 3시에 도서관에서 보자고 한다.',
    '#Person1#은 #Person2#에게 네 시에 도서관에서 보자고 한다.',
  ],
  ['names', english, 'Ben tells Amy to call Tom.', 'Ben tells Amy to call Sarah.'],
  ['names', korean, '#Person2#는 책을 반납하려고 한다.', '#Person2#는 민수와 책을 반납하려고 한다.'],
  ['names', korean, '#Person1#은 #Person2#에게 보자고 한다.', '#Person1#은 김서준 씨에게 보자고 한다.'],
  ['dates', english, 'Amy asks Ben about meeting Tom on Friday.', 'Amy asks Ben about meeting Tom tomorrow.'],
  [
    'dates',
    korean,
    '#Person1#은 #Person2#에게 내일 보자고 한다.',
    '#Person1#은 #Person2#에게 모레 보자고 한다.',
  ],
  ['tags', english, 'Ben tells Amy to call #PhoneNumber#.', 'Ben tells Amy to call #CarNumber#.'],
  ['tags', korean, '#Person2#는 책을 반납하려고 한다.', '#Person3#는 책을 반납하려고 한다.'],
  ['speakers', english, 'Amy asks Ben about meeting Tom.', 'Ben asks Amy about meeting Tom.'],
  ['speakers', korean, '#Person2#는 책을 반납하려고 한다.', '#Person1#는 책을 반납하려고 한다.'],
  [
    'new_words',
    english,
    'Amy asks Ben about meeting Tom.',
    'Amy happily asks Ben about their long planned meeting.',
  ],
  [
    'new_bigrams',
    english,
    'Amy asks Ben about meeting Tom.',
    'Ben three Amy Tom meeting they ask Friday call.',
  ],
  ['support', english, 'Ben tells Amy to call.', 'Also it is said that they do this.'],
];

/** Only the guard in question, so that no other one answers for it. */
const alone = (name: keyof GuardOptions): GuardOptions => ({
  ...options,
  ...Object.fromEntries(
    guards
      .filter((guard) => typeof options[guard.name] === 'boolean')
      .map((guard) => [guard.name, guard.name === name]),
  ),
  new_words: name === 'new_words' ? options.new_words : 1,
  new_bigrams: name === 'new_bigrams' ? options.new_bigrams : 1,
  support: name === 'support' ? options.support : 0,
});

t.test('every guard lets the faithful text pass and refuses the other', async (t) => {
  for (const [name, material, faithful, invented] of cases) {
    t.equal(refuse(faithful, material, options), undefined, `${name}: ${faithful}`);
    t.match(refuse(invented, material, alone(name)), { guard: name }, `${name}: ${invented}`);
  }
  t.strictSame(
    new Set(cases.map(([name]) => name)),
    new Set(guards.map(({ name }) => name)),
    'all are tried',
  );
});

t.test(
  'A and B may change places in a list of a new sentence, not in what one does to the other',
  async (t) => {
    const material: Material = { ...english, sources: ['Amy and Ben meet Tom.', 'Tom thanks Amy.'] };
    t.equal(refuse('Amy and Ben meet Tom.', material, options), undefined);
    t.match(
      refuse(
        'Amy thanks Tom.',
        { ...material, dialogue: { ...english.dialogue, text: 'Amy: x\nTom: y' } },
        options,
      ),
      {
        guard: 'speakers',
      },
    );
  },
);

t.test('a text without dialogue is judged by the candidates alone', async (t) => {
  const material: Material = { ...korean, dialogue: { ...korean.dialogue, text: '' } };
  t.equal(refuse('#Person2#는 책을 반납하려고 한다.', material, options), undefined);
  t.match(refuse('#Person2#는 3시에 책을 반납하려고 한다.', material, options), { guard: 'numbers' });
});
