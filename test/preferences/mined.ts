/** Dialogues as mining sees them, written down in few words. */
import { filtersOptions } from '../../src/preferences/filters/options.ts';
import type { MiningPlan } from '../../src/preferences/mine.ts';
import type { MinedPool, MinedRow, SourceView, Verdict } from '../../src/preferences/pool.ts';

/** Rows of systems `a`, `b`, …, one text each; equal texts have one form. */
export const rowsOf = (texts: readonly string[], more: Partial<MinedRow> = {}): MinedRow[] => {
  const forms = [...new Set(texts)];
  return texts.map((text, place) => ({
    system: String.fromCharCode(97 + place),
    candidate: 0,
    text,
    form: text === '' ? -1 : forms.indexOf(text),
    mayBeChosen: text !== '',
    prior: 1,
    cluster: place,
    ...more,
  }));
};

export const scoresView = (scores: readonly number[]): SourceView => ({
  kind: 'scores',
  scores: Float64Array.from(scores),
});

export const verdictsView = (verdicts: readonly Verdict[]): SourceView => ({ kind: 'verdicts', verdicts });

export const poolOf = (
  rows: readonly MinedRow[],
  views: Readonly<Record<string, SourceView>>,
  text = '#Person1#: 내일 세 시에 Minsu 씨를 만나요.\n#Person2#: #PhoneNumber#로 전화해요.',
): MinedPool => ({
  dialogue: { id: 'd', index: 0, text, references: [] },
  rows,
  views,
  group: 'd',
  split: 'train',
});

export const planOf = (more: Partial<MiningPlan> = {}): MiningPlan => ({
  strategy: 'best-worst',
  strategyOptions: { mostPairs: 4, band: { least: 0 }, over: undefined },
  sources: ['gold'],
  filters: filtersOptions.parse({}),
  seed: 42,
  ...more,
});
