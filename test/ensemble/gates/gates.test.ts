import fc from 'fast-check';
import t from 'tap';
import type { GatedDialogue, GateStatistics } from '../../../src/ensemble/gates/define.ts';
import { createGates, gates, mayWin } from '../../../src/ensemble/gates/index.ts';
import { type GateOptions, gateForms, gateOptions } from '../../../src/ensemble/gates/options.ts';
import {
  addGateCounts,
  createGateCounts,
  gateStatistics,
  mergeGateCounts,
} from '../../../src/ensemble/gates/statistics.ts';
import { endsSentence } from '../../../src/ensemble/gates/truncated.ts';
import type { CandidateStatus } from '../../../src/types.ts';

const korean =
  '#Person1#: 안녕하세요, 오늘 기분이 어떠세요?\n#Person2#: 요즘 숨쉬기가 힘들어요. #PhoneNumber#로 연락해요.';
const good = '#Person2#는 숨쉬기가 힘들다고 #Person1#에게 말한다.';
const nothing: GateStatistics = { endings: new Map() };

const dialogue = (
  texts: readonly string[],
  text = korean,
  status: CandidateStatus = 'ok',
): GatedDialogue => ({
  text,
  rows: texts.map((written, row) => ({
    candidate: { system: `s${row}`, candidate: 0, text: written, status },
    comparison: written.trim(),
    tokens: written.split(/\s+/).filter(Boolean).length,
  })),
});
/** Gate of each text, judged beside one good text so that nothing is lifted. */
const caught = (
  texts: readonly string[],
  {
    options = {},
    statistics = nothing,
    text = korean,
  }: {
    options?: Partial<GateOptions>;
    statistics?: GateStatistics;
    text?: string;
  } = {},
) => {
  const judge = createGates(gateOptions.parse(options), statistics);
  return judge(dialogue([...texts, good], text))
    .slice(0, -1)
    .map((verdict) => verdict?.gate);
};

t.test('each gate catches its fault and says why', async (t) => {
  const judge = createGates(gateOptions.parse({ max_tokens: 20 }), nothing);
  const faults = {
    empty: '',
    punctuation: '... !!! --- 😂',
    script: 'The second person says that breathing has been hard lately.',
    min_tokens: '숨쉬기 힘듦',
    max_tokens: '숨쉬기가 힘들다. '.repeat(11),
    tags: '#Person3#는 숨쉬기가 힘들다고 말한다.',
    masks: '#Person2#는 #PhoneNumer#로 연락하라고 말한다.',
  };
  const verdicts = judge(dialogue([...Object.values(faults), good]));
  t.strictSame(
    verdicts.slice(0, -1).map((verdict) => verdict?.gate),
    Object.keys(faults),
  );
  t.equal(verdicts.at(-1), undefined);
  t.matchOnly(
    verdicts.slice(0, -1).map((verdict) => verdict?.reason),
    [
      'no text',
      /no letter or digit in 13 characters/,
      '0 % of the letters are Hangul, of the dialogue’s 100 %',
      '2 tokens, fewer than 3',
      '22 tokens, more than 20',
      '#Person3# not in the dialogue (#Person1#, #Person2#)',
      'damaged mask #PhoneNumer#',
    ],
  );
});

t.test('answers that are no summary may not win, however fluent', async (t) => {
  const judge = createGates(gateOptions.parse({}), nothing);
  for (const status of ['refused', 'filtered', 'malformed', 'failed'] as const) {
    t.match(judge(dialogue([good], korean, status))[0], {
      gate: 'status',
      reason: `the answer is ${status}`,
    });
  }
  t.match(judge(dialogue([good], korean, 'truncated'))[0], { gate: 'truncated' });
});

t.test('a text is cut off only if its system usually ends its sentences', async (t) => {
  const cut = '#Person2#는 숨쉬기가 힘들다고 말하며 병원에 가기로';
  const statistics = (share: number) => ({ statistics: { endings: new Map([['s0', share]]) } });
  t.strictSame(caught([cut], statistics(0.97)), ['truncated']);
  t.strictSame(caught([cut], statistics(0.8)), [undefined]);
  t.strictSame(caught([cut]), [undefined], 'too few candidates to know');
  t.strictSame(caught([cut], { ...statistics(1), options: { truncated: false } }), [undefined]);
});

t.test('sentences end with marks, Korean endings and closed quotations', async (t) => {
  const ends = [
    '갔다.',
    '정말?',
    '갔다',
    '가요',
    '권유함',
    '알려줌',
    '일정을 확인할 예정',
    '"택시를 탄다"',
    'He left.',
    'ok!)',
    '그래…',
  ];
  const cuts = [
    '가기로',
    '택시를 타는 게 낫',
    'he and',
    '건강한 메뉴 옵션이 제공된다고 언',
    '동전 던지기로 \ufffd',
    '사람들,',
  ];
  t.strictSame([...ends, ...cuts].map(endsSentence), [...ends.map(() => true), ...cuts.map(() => false)]);
});

t.test('names and numbers are no other language', async (t) => {
  const names = 'Sterling과 Walter는 Professor Wood에 대해 이야기한다.';
  t.strictSame(caught([names, 'John Smith 010', `${good} 会议`]), [undefined, undefined, undefined]);
});

t.test('stray characters of a third script are caught, unless the dialogue has them', async (t) => {
  const mixed = '#Person1#과 #Person2#는 会议를 준비하고 客户의 문제를 논의한다.';
  t.strictSame(caught([mixed]), ['script']);
  t.strictSame(caught([mixed], { text: `${korean} 会议客户会议客户` }), [undefined]);
});

t.test('without dialogues the candidates stand for the script, and tags are not judged', async (t) => {
  const verdicts = createGates(
    gateOptions.parse({}),
    nothing,
  )(dialogue([good, good, good, 'She says that breathing is hard.', '#Person9#는 힘들다고 말한다.'], ''));
  t.strictSame(
    verdicts.map((verdict) => verdict?.gate),
    [undefined, undefined, undefined, 'script', undefined],
  );
});

t.test('damage that the dialogue has itself is no fault of the summary', async (t) => {
  const text = `${korean} # PhoneNumber #`;
  t.strictSame(caught(['# PhoneNumber #로 연락하라고 한다.'], { text }), [undefined]);
});

t.test('each gate can be switched off, and all of them at once', async (t) => {
  t.strictSame(caught(['#Person3#는 간다 한다.'], { options: { tags: 'ignore' } }), [undefined]);
  t.strictSame(caught(['#PhoneNumer#로 한다 했다.'], { options: { masks: 'ignore' } }), [undefined]);
  t.strictSame(caught(['간다'], { options: { min_tokens: 0 } }), [undefined]);
  t.strictSame(caught(['... ... ...'], { options: { punctuation: false } }), [undefined]);
  t.strictSame(caught(['간다 '.repeat(999)], { options: { max_tokens: 'none' } }), [undefined]);
  t.strictSame(caught(['one two three and four'], { options: { script: false } }), [undefined]);
  t.equal(gateForms.parse('none'), 'none');
  t.strictSame(createGates('none', nothing)(dialogue(['', '...'])), [undefined, undefined]);
});

t.test('where all are caught, the least severe may win and its reason stays', async (t) => {
  const judge = createGates(gateOptions.parse({}), nothing);
  const verdicts = judge(
    dialogue(['', '...', '간다', '#Person7#은 간다고 말한다.', '#Person8#은 온다고 말한다.']),
  );
  t.strictSame(
    verdicts.map((verdict) => [verdict?.gate, verdict?.lifted]),
    [
      ['empty', undefined],
      ['punctuation', undefined],
      ['min_tokens', undefined],
      ['tags', true],
      ['tags', true],
    ],
  );
  t.strictSame(verdicts.map(mayWin), [false, false, false, true, true]);
});

t.test('a text is never without a candidate that may win', async () => {
  const texts = fc.array(
    fc.constantFrom('', '...', '간다', '#Person7#은 간다고 말한다.', 'it is in English now', good),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(texts, (written) => {
      const verdicts = createGates(gateOptions.parse({}), nothing)(dialogue(written));
      const winners = written.filter((text, row) => text !== '' && mayWin(verdicts[row]));
      return winners.length > 0 || written.every((text) => text === '');
    }),
  );
});

t.test('statistics are counts, alike for any split over workers', async (t) => {
  const parts = [0, 1, 2].map((part) => {
    const counts = createGateCounts(['s0', 's1']);
    for (let item = 0; item < 12; item++)
      addGateCounts(counts, dialogue([good, item % 3 === part ? '가기로' : good]));
    return counts;
  });
  const forward = createGateCounts(['s0', 's1']);
  const backward = createGateCounts(['s0', 's1']);
  for (const part of parts) mergeGateCounts(forward, part);
  for (const part of parts.toReversed()) mergeGateCounts(backward, part);
  t.strictSame(gateStatistics(forward), gateStatistics(backward));
  t.strictSame(
    [...gateStatistics(forward).endings],
    [
      ['s0', 1],
      ['s1', 2 / 3],
    ],
  );
  t.equal(gateStatistics(createGateCounts(['s0'])).endings.size, 0);
});

t.test('options name every gate, and only gates', async (t) => {
  t.strictSame(gates.map(({ name }) => name).sort(), Object.keys(gateOptions.parse({})).sort());
});
