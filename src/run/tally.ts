/**
 * The figures of the closing table, gathered while dialogues are decided: 8 bytes a system and dialogue where there are
 * references (the paired bootstrap needs every score), a few numbers a system else.
 */

/** What one decided dialogue adds. */
export interface TallyEntry {
  /** Row → system. */
  readonly rows: Int32Array;
  /** Row → whether it is its system's first candidate. */
  readonly first: readonly boolean[];
  /** Row → length of the text in characters; 0 for an empty one. */
  readonly lengths: Int32Array;
  /** Row → expected utility; NaN where there is none. */
  readonly expected: Float64Array;
  /** Row that won; −1 for a text that is no candidate. */
  readonly winner: number;
  /** Whether the text was made of several candidates. */
  readonly merged: boolean;
  readonly summaryLength: number;
  /** With references only. */
  readonly scores?: TallyScores | undefined;
}

/** Scores of one dialogue against its references; a plane a type of the metric. */
export interface TallyScores {
  readonly byType: readonly Float64Array[];
  readonly score: Float64Array;
  readonly result: { readonly byType: readonly number[]; readonly score: number };
  /** Score of the best text that could have been chosen. */
  readonly oracle: number;
}

/** Figures of one system, or of the result. */
export interface TallyLine {
  readonly system: string;
  /** Dialogues with a non-empty candidate. */
  readonly covered: number;
  readonly wins: number;
  /** Of non-empty candidates, in characters. */
  readonly meanLength: number;
  /** Mean expected utility of its candidates; NaN without any. */
  readonly meanExpectedUtility: number;
  /** Mean F-measure a type over the dialogues with references, an absent first candidate scoring 0. */
  readonly byType?: readonly number[];
  /** Mean over the types, 0–1. */
  readonly score?: number;
}

export interface Tally {
  readonly dialogues: number;
  readonly fallbacks: number;
  readonly merged: number;
  readonly systems: readonly TallyLine[];
  readonly result: {
    readonly meanLength: number;
    readonly byType?: readonly number[];
    readonly score?: number;
  };
  readonly oracle?: number;
  /** Score a dialogue of every system and of the result: dialogues with references, in input order. */
  readonly perDialogue?: { readonly systems: readonly Float64Array[]; readonly result: Float64Array };
}

/** Adds dialogues in input order; `take` gives the figures so far. */
export const createTally = (
  systems: readonly string[],
  dialogues: number,
  types: readonly string[],
): { add(entry: TallyEntry): void; take(): Tally } => {
  const sums = systems.map(() => ({ covered: 0, wins: 0, rows: 0, length: 0, expected: 0, judged: 0 }));
  const scores = createScores(systems.length, dialogues, types.length);
  let seen = 0;
  let fallbacks = 0;
  let merged = 0;
  let summaryLength = 0;

  const addRow = (entry: TallyEntry, row: number): void => {
    const sum = sums[entry.rows[row]!]!;
    if (entry.lengths[row] === 0) return;
    sum.rows += 1;
    sum.length += entry.lengths[row]!;
    if (entry.first[row]) sum.covered += 1;
    if (Number.isNaN(entry.expected[row])) return;
    sum.judged += 1;
    sum.expected += entry.expected[row]!;
  };

  return {
    add: (entry) => {
      for (let row = 0; row < entry.rows.length; row++) addRow(entry, row);
      if (entry.merged) merged += 1;
      else if (entry.winner < 0) fallbacks += 1;
      else sums[entry.rows[entry.winner]!]!.wins += 1;
      summaryLength += entry.summaryLength;
      if (entry.scores) scores.add(entry, entry.scores);
      seen += 1;
    },
    take: () => {
      const scored = scores.take();
      return {
        dialogues: seen,
        fallbacks,
        merged,
        systems: systems.map((system, index) => {
          const { covered, wins, rows, length, expected, judged } = sums[index]!;
          return {
            system,
            covered,
            wins,
            meanLength: length / rows,
            meanExpectedUtility: expected / judged,
            ...scored?.systems[index],
          };
        }),
        result: { meanLength: summaryLength / seen, ...scored?.result },
        ...(scored ? { oracle: scored.oracle, perDialogue: scored.perDialogue } : {}),
      };
    },
  };
};

/** Scores against references; stays empty where there are none. */
const createScores = (systems: number, dialogues: number, types: number) => {
  let perDialogue: Float64Array[] = [];
  let result = new Float64Array(0);
  let byType: Float64Array[] = [];
  const resultByType = new Float64Array(types);
  let oracle = 0;
  /** Dialogues with references so far; the others have no score. */
  let count = 0;

  const start = (): void => {
    if (result.length > 0) return;
    perDialogue = Array.from({ length: systems }, () => new Float64Array(dialogues));
    byType = Array.from({ length: systems }, () => new Float64Array(types));
    result = new Float64Array(dialogues);
  };

  return {
    add: (entry: TallyEntry, scores: TallyScores): void => {
      start();
      for (let row = 0; row < entry.rows.length; row++) {
        if (!entry.first[row] || entry.lengths[row] === 0) continue;
        const system = entry.rows[row]!;
        perDialogue[system]![count] = scores.score[row]!;
        for (let type = 0; type < types; type++) byType[system]![type]! += scores.byType[type]![row]!;
      }
      result[count] = scores.result.score;
      for (let type = 0; type < types; type++) resultByType[type]! += scores.result.byType[type]!;
      oracle += scores.oracle;
      count += 1;
    },
    take: () => {
      if (count === 0) return undefined;
      const mean = (values: Float64Array): number =>
        values.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
      return {
        systems: perDialogue.map((own, index) => ({
          byType: Array.from(byType[index]!, (sum) => sum / count),
          score: mean(own),
        })),
        result: { byType: Array.from(resultByType, (sum) => sum / count), score: mean(result) },
        oracle: oracle / count,
        perDialogue: {
          systems: perDialogue.map((own) => own.subarray(0, count)),
          result: result.subarray(0, count),
        },
      };
    },
  };
};
