/** One planted defect after another: each is caught by its own filter, and a sound pair by none. */
import t from 'tap';
import { createFilters, filters } from '../../../src/preferences/filters/index.ts';
import { filtersOptions } from '../../../src/preferences/filters/options.ts';
import { createMiner } from '../../../src/preferences/mine.ts';
import type { MinedPool, MinedRow } from '../../../src/preferences/pool.ts';
import { planOf, poolOf, rowsOf, scoresView, verdictsView } from '../mined.ts';

const good = '#Person1#은 내일 세 시에 Minsu 씨를 만난다.';
const worse = '두 사람이 전화번호를 주고받으며 인사한다.';

type Changes = Partial<MinedPool> & {
  readonly texts?: readonly string[];
  readonly rows?: readonly MinedRow[];
  readonly plan?: Parameters<typeof planOf>[0];
};

/** The pair `good` over `worse`, with something wrong. */
const mine = ({ texts = [good, worse], rows = rowsOf(texts), plan, ...pool }: Changes) => {
  const sound = poolOf(rows, { gold: scoresView(texts.map((_, row) => 0.9 - row / 4)) });
  return createMiner(planOf(plan))({ ...sound, ...pool });
};

t.test('a sound pair passes all filters', async (t) => {
  const { considered, kept, dropped } = mine({});
  t.strictSame([considered, kept.length, dropped], [1, 1, []]);
});

/** Reason → what was planted. */
const planted: readonly (readonly [string, string, Changes])[] = [
  ['contaminated', 'a dialogue of the test set', { contaminated: 'its text is in test.csv' }],
  ['split-overlap', 'a near-duplicate in another split', { elsewhere: 'drawn into train' }],
  ['empty', 'a rejected side that cannot be seen', { texts: [good, '\u200b\u2060'] }],
  ['empty', 'a chosen side of control characters', { texts: ['\u0007', worse] }],
  ['special-token', 'an end token', { texts: [`${good}</s>`, worse] }],
  ['special-token', 'a chat token', { texts: [good, `${worse}<|im_end|>`] }],
  ['special-token', 'a token of EXAONE', { texts: [good, `[|assistant|]${worse}`] }],
  ['special-token', 'a piece of a word', { texts: [good, worse.replaceAll(' ', '▁')] }],
  ['special-token', 'a character that was cut', { texts: [`${good}\ufffd`, worse] }],
  ['template-leak', 'a label', { texts: [`요약: ${good}`, worse] }],
  ['template-leak', 'a label in bold', { texts: [good, `**요약:** ${worse}`] }],
  ['template-leak', 'a heading of an instruction template', { texts: [good, `${worse}\n### Response:`] }],
  ['template-leak', 'a turn of an assistant', { texts: [good, `${worse}\nAssistant: 네`] }],
  ['template-leak', 'a mark of a prompt', { texts: [`${good}</dialogue-0123456789abcdef>`, worse] }],
  ['template-leak', 'a field of a prompt', { texts: [good, '{{dialogue}} 요약한다'] }],
  ['template-leak', 'a refusal', { texts: [good, '죄송하지만 요약해 드릴 수 없습니다.'] }],
  ['edge-space', 'white space at the start', { texts: [` ${good}`, worse] }],
  ['edge-space', 'a line feed at the end', { texts: [good, `${worse}\n`] }],
  ['identical', 'another white space', { texts: [good, good.replace(' ', '  ')] }],
  ['identical', 'another Unicode form', { texts: [good, good.normalize('NFD')] }],
  ['near-identical', 'two characters', { texts: [good, good.replace('내일', '모레')] }],
  [
    'near-identical',
    'particles',
    {
      texts: ['민수가 밥을 먹고 학교에 갔다', '민수는 밥도 먹고 학교까지 갔다'],
      plan: { filters: filtersOptions.parse({ 'near-identical': { share: 0 } }) },
    },
  ],
  ['length-ratio', 'a side four times as long', { texts: [good, `${worse} ${worse} ${worse} ${worse} 끝.`] }],
  ['tags', 'a speaker who is not there', { texts: [good.replace('#Person1#', '#Person3#'), worse] }],
  ['tags', 'a damaged tag', { texts: [good, `# Person 1 #이 ${worse}`] }],
  ['masks', 'a damaged mask', { texts: [good, `${worse} #PhoneNumer#`] }],
  ['masks', 'a mask that is not there', { texts: [`${good} #Address#`, worse] }],
  ['unsupported', 'a number', { texts: [good.replace('세', '5'), worse] }],
  ['unsupported', 'a name', { texts: [good.replace('Minsu', 'Jisu'), worse] }],
  ['near-copies', 'two systems of one family', { rows: rowsOf([good, worse], { cluster: 3 }) }],
  ['tie', 'equal scores', { views: { gold: scoresView([0.5, 0.5]) } }],
  [
    'margin',
    'a margin below the band',
    { plan: { strategyOptions: { mostPairs: 4, band: { least: 0.3 }, over: undefined } } },
  ],
  [
    'margin',
    'a margin above the band',
    { plan: { strategyOptions: { mostPairs: 4, band: { least: 0, most: 0.2 }, over: undefined } } },
  ],
  [
    'disagreement',
    'another source of another mind',
    {
      views: { gold: scoresView([0.9, 0.1]), mbr: scoresView([0.2, 0.3]) },
      plan: { sources: ['gold', 'mbr'] },
    },
  ],
  [
    'disagreement',
    'another source without a score',
    {
      views: { gold: scoresView([0.9, 0.1]), mbr: scoresView([0.2, Number.NaN]) },
      plan: { sources: ['gold', 'mbr'] },
    },
  ],
  [
    'contradiction',
    'two annotators of two minds',
    {
      views: {
        human: verdictsView([
          { first: 0, second: 1, votes: [1, 0] },
          { first: 0, second: 1, votes: [1, 0] },
          { first: 1, second: 0, votes: [1, 0] },
        ]),
      },
      plan: { sources: ['human'] },
    },
  ],
];

for (const [reason, what, changes] of planted)
  t.test(`${reason}: ${what}`, async (t) => {
    const { considered, kept, dropped } = mine(changes);
    t.equal(considered, 1);
    t.strictSame(
      dropped.map((each) => each.reason),
      [reason],
    );
    t.ok(dropped[0]!.detail.length > 0);
    t.equal(kept.length, 0);
  });

t.test('cycle: a circle of three falls, a pair beside it stays', async (t) => {
  const texts = [good, worse, '셋째 문장은 다르게 쓰였다.', '넷째 문장도 아주 다르다.'];
  const verdicts = [
    [0, 1],
    [1, 2],
    [2, 0],
    [0, 3],
  ].map(([first, second]) => ({ first: first!, second: second!, votes: [1, 0] as const }));
  const { kept, dropped } = mine({
    texts,
    views: { human: verdictsView(verdicts) },
    plan: { sources: ['human'] },
  });
  t.strictSame(
    dropped.map(({ reason }) => reason),
    ['cycle', 'cycle', 'cycle'],
  );
  t.strictSame(
    kept.map(({ chosen, rejected }) => [chosen.system, rejected.system]),
    [['a', 'd']],
  );
});

t.test('every filter but that of the budget has a planted defect here', async (t) => {
  const caught = new Set([...planted.map(([reason]) => reason), 'cycle']);
  for (const { name } of filters) t.ok(caught.has(name), name);
});

t.test('a filter that is switched off drops nothing; split-overlap cannot be', async (t) => {
  const off = filtersOptions.parse(
    Object.fromEntries(Object.keys(filtersOptions.shape).map((name) => [name, false])),
  );
  const left = createFilters(off, { sources: ['gold'], margin: { least: 0 } });
  t.strictSame(
    left.map(({ name }) => name),
    ['split-overlap'],
  );
  for (const [reason, what, changes] of planted) {
    if (reason === 'split-overlap') continue;
    const { kept } = mine({ ...changes, plan: { ...changes.plan, filters: off } });
    t.equal(kept.length, 1, `${reason}: ${what}`);
  }
});

t.test('a fault of the rejected side alone that should be unlearned stays', async (t) => {
  for (const rejected of [worse.replace('두', '#Person3#과 두'), `${worse} 5시에 Jisu 씨가 온다.`])
    t.equal(mine({ texts: [good, rejected] }).kept.length, 1, rejected);
});

t.test('two candidates of one system are no near-copies', async (t) => {
  const rows = rowsOf([good, worse], { cluster: 3, system: 'a' }).map((row, candidate) => ({
    ...row,
    candidate,
  }));
  t.equal(mine({ rows }).kept.length, 1);
});

t.test('words of the dialogue are no leak, and a speaker called User no template', async (t) => {
  const text = 'User: 안녕\nAssistant: 네';
  const rows = rowsOf(['User: 안녕이라고 했다', '둘이 서로 인사를 나누었다']);
  const pool = poolOf(rows, { gold: scoresView([0.9, 0.2]) }, text);
  t.equal(createMiner(planOf())(pool).kept.length, 1);
});
