/** The list of candidates of one row of a pool. */
import type { CandidateRow } from './candidate-rows.ts';
import { kindOf } from './formats/jsonl.ts';
import { optionalNumberOf, type Place, textOf, tokensOf } from './values.ts';

/** A candidate and whose it is. */
export interface PoolEntry extends CandidateRow {
  readonly system: string;
}

/** The entries of `value`, a list of `{system, text}`; what is wrong with it is reported. */
export const entriesOf = (value: unknown, place: Place): readonly PoolEntry[] => {
  if (!Array.isArray(value)) return refused(place, place.column, value, 'a list of {"system", "text"}');
  return value.flatMap((each: unknown, index) => {
    const column = `${place.column}[${index}]`;
    if (typeof each !== 'object' || each === null || Array.isArray(each))
      return refused(place, column, each, 'an object with "system" and "text"');
    return entryOf(each as Readonly<Record<string, unknown>>, { ...place, column });
  });
};

const entryOf = (entry: Readonly<Record<string, unknown>>, place: Place): readonly PoolEntry[] => {
  const at = (key: string): Place => ({ ...place, column: `${place.column}.${key}` });
  if (typeof entry.system !== 'string' || entry.system.trim() === '')
    return refused(place, `${place.column}.system`, entry.system, 'the name of a system');
  const text = entry.text === null ? '' : textOf(entry.text, at('text'));
  if (text === undefined) return [];
  const logprob = optionalNumberOf(entry.logprob, at('logprob'));
  const tokens = entry.tokens === undefined ? undefined : tokensOf(entry.tokens, at('tokens'));
  return [
    {
      system: entry.system,
      candidate: 0,
      text,
      line: place.row.line,
      ...(logprob === undefined ? {} : { logprob }),
      ...(tokens === undefined ? {} : { tokens }),
    },
  ];
};

const refused = (place: Place, column: string, value: unknown, expected: string): readonly never[] => {
  place.report({
    code: 'input-value',
    kind: `pool:${expected}`,
    line: place.row.line,
    id: place.id,
    found: `"${column}" is ${kindOf(value)}`,
    expected,
  });
  return [];
};
