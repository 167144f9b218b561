/** JSON objects, one a line. */
import { at, InputError } from '../../errors.ts';
import type { Report } from '../problems.ts';
import type { Line } from './lines.ts';
import type { Row } from './row.ts';

/** A JSON object with its place. */
export interface ObjectRow extends Omit<Row, 'values'> {
  readonly object: Readonly<Record<string, unknown>>;
}

/** The object of every line that is not blank; other lines are reported. */
export async function* objectRows(
  lines: AsyncIterable<Line>,
  label: string,
  report: Report,
): AsyncGenerator<ObjectRow, void> {
  for await (const { line, start, end, text } of lines) {
    if (text.trim() === '') continue;
    const object = parseObject(text, line, label, report);
    if (object !== undefined) yield { line, start, end, object };
  }
}

const parseObject = (
  text: string,
  line: number,
  label: string,
  report: Report,
): Readonly<Record<string, unknown>> | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (line === 1 && /^\s*\[\s*(\{\s*)?$/u.test(text)) throw arrayFile(label);
    report(syntaxProblem(text, line, cause as SyntaxError));
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  if (line === 1 && Array.isArray(value)) throw arrayFile(label);
  report({
    code: 'input-value',
    kind: 'not-an-object',
    line,
    found: `the line holds ${kindOf(value)}`,
    expected: 'a JSON object, such as {"id": "a", "summary": "…"}',
  });
  return undefined;
};

const syntaxProblem = (text: string, line: number, cause: SyntaxError) => {
  const column = columnOf(cause.message, text);
  return {
    code: 'input-format',
    kind: 'json-syntax',
    line,
    column,
    found: `the line is not valid JSON (${reasonOf(cause.message)})`,
    expected: 'one complete JSON object a line',
    fix: /\b(NaN|-?Infinity)\b/u.test(text) ? 'JSON has no NaN or Infinity: write null.' : undefined,
  } as const;
};

// V8 tells a position for most errors, and none where the text ends early
const columnOf = (message: string, text: string): number | undefined => {
  const position = /at position (\d+)/u.exec(message)?.[1];
  if (position !== undefined) return Number(position) + 1;
  return message.includes('end of JSON') ? text.length + 1 : undefined;
};

// V8 quotes the text itself, which may be long and private
const reasonOf = (message: string): string =>
  message
    .replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/su, '')
    .replace(/ in JSON at position \d+.*$/su, '');

const arrayFile = (label: string): InputError =>
  new InputError(
    'input-format',
    {
      where: at(label, 1),
      found: 'the file is one JSON array',
      expected: 'one JSON object a line (JSONL)',
      fix: "Convert it, e.g. with `jq -c '.[]'`.",
    },
    { data: { file: label, line: 1 } },
  );

/** What a JSON value is, for messages. */
export const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${String(value)}`;
};
