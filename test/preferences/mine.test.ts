import fc from 'fast-check';
import t from 'tap';
import { createMiner } from '../../src/preferences/mine.ts';
import { strategies } from '../../src/preferences/strategies/index.ts';
import { planOf, poolOf, rowsOf, scoresView, verdictsView } from './mined.ts';

const texts = fc.array(
  fc.constantFrom('가나다라마바', '사아자차카타', '파하거너더러', '머버서어저처', ' 앞 공백', ''),
  {
    maxLength: 8,
  },
);

t.test('what is considered is kept or dropped, once', async () => {
  fc.assert(
    fc.property(
      texts,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.constantFrom(...Object.keys(strategies)),
      (list, stream, strategy) => {
        const rows = rowsOf(list);
        const scores = list.map(() => stream.next().value as number);
        const mined = createMiner(planOf({ strategy }))(poolOf(rows, { gold: scoresView(scores) }));
        const numbers = [...mined.kept, ...mined.dropped].map(({ number }) => number).sort((a, b) => a - b);
        return (
          mined.considered === mined.kept.length + mined.dropped.length &&
          numbers.every((number, place) => number === place) &&
          mined.kept.every(({ margin }) => margin > 0)
        );
      },
    ),
  );
});

t.test('pools whose texts all score alike give no pairs, whatever the strategy', async (t) => {
  const rows = rowsOf(['하나는 이렇게 쓰였다', '둘은 저렇게 적혔네', '셋째는 아주 딴판이군']);
  for (const strategy of Object.keys(strategies)) {
    const mined = createMiner(planOf({ strategy }))(poolOf(rows, { gold: scoresView([0.4, 0.4, 0.4]) }));
    t.equal(mined.kept.length, 0, strategy);
    t.ok(mined.dropped.every(({ reason }) => reason === 'tie'));
  }
});

t.test('equal texts of several systems are one text, by its best row', async (t) => {
  const rows = rowsOf(['같은 글이 둘 있다', '같은 글이 둘 있다', '다른 글이 하나 있다']);
  const mined = createMiner(planOf())(poolOf(rows, { gold: scoresView([0.2, 0.8, 0.5]) }));
  t.strictSame(
    mined.kept.map(({ chosen, rejected, margin }) => [chosen.system, rejected.system, margin.toFixed(2)]),
    [['b', 'c', '0.30']],
  );
});

t.test('ties go to the higher prior, then to the first row', async (t) => {
  const rows = rowsOf(['첫째 글은 이렇다', '둘째 글은 저렇지', '셋째 글은 그렇군요']);
  const scores = { gold: scoresView([0.6, 0.6, 0.1]) };
  const chosenOf = (priors: readonly number[]): string => {
    const ranked = rows.map((row, place) => ({ ...row, prior: priors[place]! }));
    return createMiner(planOf())(poolOf(ranked, scores)).kept[0]!.chosen.system;
  };
  t.equal(chosenOf([1, 1, 1]), 'a');
  t.equal(chosenOf([1, 2, 1]), 'b');
});

t.test('a dialogue that the deciding source says nothing of gives no pairs', async (t) => {
  const rows = rowsOf(['첫째 글은 이렇다', '둘째 글은 저렇지']);
  t.equal(createMiner(planOf())(poolOf(rows, { mbr: scoresView([0.5, 0.1]) })).considered, 0);
  t.equal(createMiner(planOf())(poolOf(rows, { gold: scoresView([0.5, Number.NaN]) })).considered, 0);
});

t.test('verdicts bring their own pairs; the majority decides where contradictions may stay', async (t) => {
  const rows = rowsOf(['첫째 글은 이렇다', '둘째 글은 저렇지', '셋째 글은 그렇군요']);
  const view = verdictsView([
    { first: 1, second: 0, votes: [1, 0] },
    { first: 0, second: 1, votes: [0, 1] },
    { first: 0, second: 1, votes: [1, 0] },
    { first: 2, second: 1, votes: [0.5, 0.5] },
  ]);
  const plan = planOf({ sources: ['human'] });
  const strict = createMiner(plan)(poolOf(rows, { human: view }));
  t.strictSame(
    strict.dropped.map(({ reason }) => reason),
    ['contradiction', 'tie'],
  );
  const lenient = createMiner({ ...plan, filters: { ...plan.filters, contradiction: false } });
  const [pair] = lenient(poolOf(rows, { human: view })).kept;
  t.strictSame([pair!.chosen.system, pair!.rejected.system], ['b', 'a']);
  t.ok(Math.abs(pair!.margin - 1 / 3) < 1e-12);
});

t.test('the agreement of all sources at hand is counted over what was considered', async (t) => {
  const rows = rowsOf(['첫째 글은 이렇다', '둘째 글은 저렇지']);
  const { agreement } = createMiner(planOf())(
    poolOf(rows, { gold: scoresView([0.9, 0.1]), mbr: scoresView([0.2, 0.3]), judge: scoresView([1, 1]) }),
  );
  t.strictSame(agreement, {
    'gold\u0000mbr': [0, 1, 0],
    'gold\u0000judge': [0, 0, 1],
    'judge\u0000mbr': [0, 0, 1],
  });
});

t.test('a score whose differences are beyond all numbers is none', async (t) => {
  const rows = rowsOf([
    '하나는 이렇게 쓰였다',
    '둘은 저렇게 적혔네',
    '셋째는 아주 딴판이군',
    '넷째는 또 다르구나',
  ]);
  for (const strategy of ['best-worst', 'best-middle-worst', 'band']) {
    const scores = scoresView([Number.POSITIVE_INFINITY, 1.5e308, 0.75, 0.25]);
    const { kept } = createMiner(planOf({ strategy }))(poolOf(rows, { gold: scores }));
    t.strictSame(
      kept.map(({ chosen, margin }) => [chosen.system, margin]),
      [['c', 0.5]],
      strategy,
    );
  }
  const further = { gold: scoresView([0.5, 0.25, 0, 0]), judge: scoresView([1.5e308, -1.5e308, 0, 0]) };
  const { dropped } = createMiner(planOf({ sources: ['gold', 'judge'] }))(poolOf(rows, further));
  t.match(dropped, [{ reason: 'disagreement' }], 'nor does it agree with anyone');
});
