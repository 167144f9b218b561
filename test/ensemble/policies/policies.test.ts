import fc from 'fast-check';
import t from 'tap';
import type { GateVerdict } from '../../../src/ensemble/gates/index.ts';
import type { Ballot } from '../../../src/ensemble/policies/define.ts';
import { fallBack } from '../../../src/ensemble/policies/fallback.ts';
import { decide, policies } from '../../../src/ensemble/policies/index.ts';
import { type ConfigError, type HapuiError, InputError } from '../../../src/errors.ts';

interface Row {
  readonly system: string;
  readonly text: string;
  readonly mbr?: number;
  readonly skill?: number;
  readonly prior?: number;
  readonly verdict?: GateVerdict;
}

const ballot = (rows: readonly Row[], dialogue = ''): Ballot => {
  const texts = [...new Set(rows.map(({ text }) => text).filter(Boolean))];
  const column = (name: 'mbr' | 'skill' | 'prior', absent: number) =>
    Float64Array.from(rows, (row) => row[name] ?? absent);
  return {
    dialogue: { id: 'd1', index: 0, text: dialogue, references: [] },
    candidates: rows.map(({ system, text }) => ({
      system,
      candidate: 0,
      text,
      status: text ? 'ok' : 'empty',
    })),
    hypothesisOf: Int32Array.from(rows, ({ text }) => texts.indexOf(text)),
    verdicts: rows.map(({ verdict }) => verdict),
    columns: {
      mbr: column('mbr', Number.NaN),
      ...(rows.some(({ skill }) => skill !== undefined) ? { skill: column('skill', Number.NaN) } : {}),
    },
    priors: column('prior', 1),
  };
};
const gated: GateVerdict = { gate: 'truncated', reason: 'cut' };
const byMbr = (rows: readonly Row[], dialogue?: string) =>
  decide(policies.mbr, {}, ballot(rows, dialogue), 'best-prior');

t.test('mbr picks the highest expected utility; the margin is to the best of another text', async (t) => {
  const selection = byMbr([
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'y', mbr: 0.625 },
    { system: 'c', text: 'y', mbr: 0.6 },
    { system: 'd', text: 'z', mbr: 0.25 },
  ]);
  t.match(selection, { kind: 'selected', row: 1, score: 0.625, runnerUp: 0, margin: 0.125 });
  t.match(selection.reasons[0], /expected utility, 0\.6250/);
});

t.test('a sole text has no runner-up and no margin', async (t) => {
  const selection = byMbr([
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'x', mbr: 0.5 },
  ]);
  t.match(selection, { row: 0 });
  t.notOk('margin' in selection || 'runnerUp' in selection);
});

t.test('ties go to the higher prior, then the earlier system, rounding aside', async (t) => {
  const tied = [
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'y', mbr: 0.5 + 1e-15 },
    { system: 'c', text: 'z', mbr: 0.5, prior: 2 },
  ];
  t.match(byMbr(tied), { row: 2, margin: 0 });
  t.match(byMbr(tied.slice(0, 2)), {
    row: 0,
    margin: 0,
    reasons: [/./, /equal to a candidate of b; the order/],
  });
});

t.test('gated candidates do not win, lifted ones may', async (t) => {
  const rows = [
    { system: 'a', text: 'x', mbr: 0.9, verdict: gated },
    { system: 'b', text: 'y', mbr: 0.5 },
  ];
  t.match(byMbr(rows), { row: 1, reasons: [/./, /1 of 2 candidates gated \(truncated\)/] });
  const all = rows.map((row) => ({ ...row, verdict: { ...gated, lifted: true } as const }));
  t.match(byMbr(all), { row: 0, reasons: [/./, /every candidate was gated.*truncated: cut/] });
});

t.test(
  'best-single follows skill where it is known, else priors, and the next best where that is missing',
  async (t) => {
    const best = (rows: readonly Row[]) => decide(policies['best-single'], {}, ballot(rows), 'best-prior');
    const rows: Row[] = [
      { system: 'a', text: 'x', prior: 3 },
      { system: 'b', text: 'y', skill: 0.4, prior: 1 },
      { system: 'c', text: 'z', skill: 0.5, prior: 2 },
    ];
    t.match(best(rows), { row: 2, score: 0.5 });
    t.match(best(rows.with(2, { system: 'c', text: '', skill: 0.5 })), { row: 1, score: 0.4 });
    t.match(best(rows.map(({ system, text, prior = 1 }) => ({ system, text, prior }))), { row: 0, score: 3 });
  },
);

t.test('fuse adds scaled columns', async (t) => {
  const base = ballot([
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'y', mbr: 0.4 },
    { system: 'c', text: 'z', mbr: 0.1 },
  ]);
  const both = { ...base, columns: { ...base.columns, judge: Float64Array.of(1, 9, 2) } };
  const options = policies.fuse.options.parse({ method: 'rank', weights: { mbr: 1, judge: 2 } });
  t.match(decide(policies.fuse, options, both, 'best-prior'), {
    row: 1,
    score: (0.5 + 2) / 3,
    runnerUp: 0,
  });
});

t.test('fuse says which columns had no score', async (t) => {
  const base = ballot([
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'y', mbr: 0.4 },
    { system: 'c', text: 'z', mbr: 0.1 },
  ]);
  const columns = {
    ...base.columns,
    judge: Float64Array.of(Number.NaN, 1, 2),
    cross: new Float64Array(3).fill(Number.NaN),
  };
  const options = policies.fuse.options.parse({ method: 'minmax', weights: { mbr: 3, judge: 1, cross: 9 } });
  t.match(decide(policies.fuse, options, { ...base, columns }, 'best-prior'), {
    row: 0,
    // (3 · 1 + 1 · 0.5) / 4: the average of the judge's scaled scores, and nothing of the empty column
    score: 0.875,
    reasons: [/0\.8750/, /no score in judge.*average/, /no candidate has a score in cross/],
  });
});

t.test('pairwise picks by the model and names what told most', async (t) => {
  const base = ballot([
    { system: 'a', text: 'x', mbr: 0.5 },
    { system: 'b', text: 'y', mbr: 0.4 },
    { system: 'c', text: 'z', mbr: 0.1 },
  ]);
  const scored = {
    ...base,
    columns: { ...base.columns, pairwise: Float64Array.of(0.1, 0.7, 0.2) },
    explain: (row: number, other: number) => [
      { name: 'length.log', value: row + other / 10 },
      { name: 'tags.kept', value: -0.25 },
    ],
  };
  t.match(decide(policies.pairwise, {}, scored, 'best-prior'), {
    row: 1,
    runnerUp: 2,
    score: 0.7,
    reasons: [
      'highest pairwise score, 0.7000',
      'against c, the model weighs most length.log +1.2000, tags.kept −0.2500',
    ],
  });
  // z-scores of (0.1, 0.7, 0.2): −0.889, 1.397, −0.508; of (0.5, 0.4, 0.1): 0.981, 0.392, −1.373; the sum favours b.
  t.match(decide(policies['pairwise+mbr'], {}, scored, 'best-prior'), {
    row: 1,
    runnerUp: 0,
    reasons: [/mean of z-scores, 0\.8946/, /against a/],
  });
  t.equal(decide(policies.pairwise, {}, base, 'best-prior').kind, 'fallback', 'without a model');
});

t.test('where nothing has a score, the highest prior stands in', async (t) => {
  const rows: Row[] = [
    { system: 'a', text: '', prior: 9 },
    { system: 'b', text: 'y', prior: 1 },
    { system: 'c', text: 'z', prior: 2 },
  ];
  t.match(byMbr(rows), { kind: 'fallback', row: 2, text: 'z' });
  t.match(byMbr(rows.with(2, { system: 'c', text: 'z', prior: 2, verdict: gated })), { row: 1 });
  t.match(byMbr([{ system: 'c', text: 'z', verdict: gated }]), { row: 0 }, 'even where it is gated');
});

t.test('without any candidate the longest utterance stands in, without its speaker', async (t) => {
  const talk = '#Person1#: 네.\n#Person2#: 요즘 숨쉬기가 힘들어요.\n#Person1#: 그래요?';
  t.match(byMbr([{ system: 'a', text: '' }], talk), { kind: 'fallback', text: '요즘 숨쉬기가 힘들어요.' });
  const rows = ballot([{ system: 'a', text: 'x' }], talk);
  t.match(fallBack(rows, 'longest-utterance'), { text: '요즘 숨쉬기가 힘들어요.' });
  t.notOk('row' in fallBack(rows, 'longest-utterance'));
  const silent = fallBack(ballot([{ system: 'a', text: 'x' }]), 'longest-utterance');
  t.match(silent, { row: 0, text: 'x' }, 'a candidate, where the dialogue has no utterance');
});

t.test('without candidates and dialogue the id is an error', async (t) => {
  try {
    byMbr([{ system: 'a', text: '' }]);
    t.fail('decided');
  } catch (error) {
    t.ok(error instanceof InputError);
    t.match(error, { code: 'input-empty', data: { id: 'd1' } } as Partial<ConfigError>);
    t.equal((error as HapuiError).exitCode, 3);
  }
});

t.test('a text always wins where there is one, and never an empty row', async () => {
  const row = fc.record({
    system: fc.constantFrom('a', 'b', 'c'),
    text: fc.constantFrom('', 'x', 'y'),
    mbr: fc.constantFrom(0.1, 0.2, Number.NaN),
    verdict: fc.constantFrom(undefined, gated),
  });
  const rows = fc
    .array(row, { minLength: 1 })
    .map((all): Row[] => all.map(({ verdict, ...rest }) => (verdict ? { ...rest, verdict } : rest)));
  fc.assert(
    fc.property(rows, (all) => {
      const selection = byMbr(all, 'a: something');
      if (selection.kind === 'selected')
        return all[selection.row]?.text !== '' && !all[selection.row]?.verdict;
      return selection.text !== '' && (selection.row === undefined) === all.every(({ text }) => text === '');
    }),
  );
});
