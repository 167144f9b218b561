/** Runs made up for reports: a manifest, decisions and scores, without a run. */
import {
  createCollector,
  factsOf,
  learnedFacts,
  mostDialogues,
  reportPieces,
  type SourceText,
} from '../../src/report/index.ts';
import type { DecisionRecord, ScoreRecord } from '../../src/types.ts';

export interface InventedRun {
  readonly manifest: object;
  readonly dialogues: readonly {
    readonly decision: DecisionRecord;
    readonly scores: readonly ScoreRecord[];
  }[];
}

export interface Invention {
  readonly dialogues: number;
  readonly systems?: readonly string[];
  /** Text of a candidate; default: words with the numbers of both. */
  readonly text?: (dialogue: number, system: number) => string;
  readonly id?: (dialogue: number) => string;
  readonly margin?: (dialogue: number) => number | null;
  readonly manifest?: object;
}

/** The first system wins every dialogue. */
export const invent = ({
  dialogues,
  systems = ['가람', 'b', 'c'],
  text = (dialogue, system) => `요약 ${dialogue} by ${system}`,
  id = (dialogue) => `d${dialogue}`,
  margin = (dialogue) => dialogue / 1000,
  manifest = {},
}: Invention): InventedRun => ({
  manifest: {
    hapui: '0.0.0',
    name: 'invented',
    seed: 42,
    signature: 'rouge-1.0.1|tok:character',
    inputs: { dataset: { path: 'test.csv', rows: dialogues, sha256: '' } },
    dialogues,
    dialogues_in_dataset: dialogues,
    selection: { policy: { name: 'mbr' }, rung: null },
    clusters: systems.map((system) => ({ systems: [system], reason: 'single' })),
    effective_voters: systems.length,
    votes: { voters: systems, weight: systems.map(() => 1), cluster: systems.map((_, place) => place) },
    similarity: systems.flatMap((_, a) => systems.map((_, b) => (a === b ? 1 : 0.5 + 0.01 * (a + b)))),
    warnings: [],
    systems: systems.map((system, place) => ({
      id: system,
      kind: 'file',
      family: null,
      prior: 1,
      skill: null,
      covered: dialogues,
      wins: place === 0 ? dialogues : 0,
      mean_length: 20,
      mean_expected_utility: 0.5,
      scores: null,
    })),
    result: { fallbacks: 0, mean_length: 20, scores: null, oracle: null },
    gain: null,
    counts: { candidates: {}, gates: {}, decisions: {}, quarantined: 0 },
    generated: [],
    skipped: [],
    workers: 2,
    seconds: { survey: 1, decide: 2 },
    ...manifest,
  },
  dialogues: Array.from({ length: dialogues }, (_, dialogue) => ({
    decision: {
      id: id(dialogue),
      summary: text(dialogue, 0),
      kind: 'selected' as const,
      system: systems[0]!,
      candidate: 0,
      score: 0.5,
      margin: margin(dialogue),
      runner_up: null,
      reasons: ['highest expected utility, 0.5000'],
    },
    scores: systems.map((system, place) => ({
      id: id(dialogue),
      system,
      candidate: 0,
      text: text(dialogue, place),
      count: 1,
      status: 'ok' as const,
      gate: null,
      prior: 1 / systems.length,
      logprob: null,
      scores: { mbr: 0.5 - 0.1 * place },
      fused: 0.5 - 0.1 * place,
      rank: place,
    })),
  })),
});

/** The page of a run; `source` gives the text of a dialogue. */
export const pageOf = (
  { manifest, dialogues }: InventedRun,
  {
    source = (dialogue: number): SourceText | undefined => ({ text: `A: 대화 ${dialogue}`, references: [] }),
    learned = undefined as unknown,
    training = undefined as unknown,
  } = {},
): string => {
  const collector = createCollector(mostDialogues);
  for (const { decision, scores } of dialogues) collector.add(decision, scores);
  const collected = collector.take();
  const sources = new Map<number, SourceText>();
  for (const { place } of collected.shown) {
    const text = source(place);
    if (text) sources.set(place, text);
  }
  return [
    ...reportPieces({
      facts: factsOf(manifest),
      collected,
      learned: learnedFacts(learned, training),
      sources,
    }),
  ].join('');
};
