/** Reads a pair file as a loader does: bytes, JSON, schema, then what the loader makes of each row. Streams in flat memory. */
import { checkAnswers } from './answers.ts';
import type { FindingCode } from './codes.ts';
import { readJsonLine } from './json.ts';
import { checkLengths } from './lengths.ts';
import { type Add, type Example, isObject, type Loader, type Row, typeName } from './loader.ts';
import { createRepeatCheck } from './repeats.ts';
import { createSchemaCheck } from './schema.ts';
import type { CheckContext, Finding, PairFile, PairLine } from './types.ts';

/** Rows whose lengths are counted together: a tokenizer is asked once for all their texts. */
const window = 64;

/** All findings of `file`, in the order of its lines; those of the whole file come last. */
export async function* checkRows(
  file: PairFile,
  context: CheckContext,
  loader: Loader,
): AsyncGenerator<Finding, void> {
  const schema = createSchemaCheck(
    loader.nulls ?? ['reject', 'the trainer expects a value in every row and stops'],
  );
  const repeats = createRepeatCheck();
  let findings: Finding[] = [];
  let examples: { example: Example; add: Add }[] = [];
  const seen = { rows: 0, bytes: 0 };
  const flush = async (): Promise<Finding[]> => {
    await checkLengths(examples, loader, context);
    const done = findings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    findings = [];
    examples = [];
    return done;
  };
  for await (const item of file.lines()) {
    const add = adder(findings, item.line);
    seen.bytes = item.offset + Buffer.byteLength(item.text);
    const read = readLine(item, loader, seen.rows === 0, findings);
    if (read.stop) {
      yield* await flush();
      return;
    }
    seen.rows++;
    if (read.row !== undefined) {
      const { values: row, whole } = read.row;
      const required = loader.required(row);
      for (const name of required)
        if (!Object.hasOwn(row, name))
          add('missing-key', 'reject', `${name} is absent: ${loader.name} stops`);
      if (loader.reads === 'datasets') schema.row(row, { offset: item.offset, whole }, required, add);
      const example = loader.read(row, add);
      if (example) {
        checkAnswers(example, loader, add);
        repeats(example, item.line, add);
        examples.push({ example, add });
      }
    }
    if (seen.rows % window === 0) yield* await flush();
  }
  yield* await flush();
  const add = adder(findings, undefined);
  if (seen.rows === 0) add('empty-file', 'reject', `the file has no rows: ${loader.name} stops`);
  else {
    if (loader.reads === 'datasets') schema.end(add);
    loader.end?.(add, seen);
  }
  yield* findings;
}

const adder =
  (findings: Finding[], line: number | undefined): Add =>
  (code, effect, text) => {
    findings.push(line === undefined ? { code, effect, text } : { code, effect, line, text });
  };

interface ReadLine {
  /** `whole`: keys whose numbers are written without point and exponent. */
  readonly row?: { readonly values: Row; readonly whole: ReadonlySet<string> };
  /** Nothing after this line can be read. */
  readonly stop?: true;
}

const readLine = (item: PairLine, loader: Loader, isFirst: boolean, findings: Finding[]): ReadLine => {
  const { line } = item;
  const note = (code: FindingCode, effect: Finding['effect'], text: string, column?: number): void => {
    findings.push({ code, effect, line, ...(column === undefined ? {} : { column }), text });
  };
  if (item.undecodable !== undefined) {
    const isUtf16 = isFirst && /^\ufffd\ufffd[^\0]\0/.test(item.text);
    if (isUtf16)
      note('utf-16', 'reject', `the file is UTF-16: ${loader.name} reads UTF-8 alone and stops`, 1);
    else note('encoding', 'reject', `bytes that are not UTF-8: ${loader.name} stops`, item.undecodable);
    return isUtf16 ? { stop: true } : {};
  }
  const { text, shift } = withoutMark(item.text, isFirst, loader, note);
  if (isFirst && /^\s*\[/.test(text) && !/^\s*\[.*\]\s*$/.test(text)) return jsonArray(note);
  const { value, whole, faults } = readJsonLine(text);
  for (const { code, offset, text: what } of faults)
    note(code, effectOf(code, loader), `${what}: ${consequenceOf(code, loader)}`, offset + 1 + shift);
  if (value === undefined) return {};
  if (isFirst && Array.isArray(value) && value.every(isObject)) return jsonArray(note);
  if (!isObject(value)) {
    note('not-an-object', 'reject', `the row is ${typeName(value)}, not an object: ${loader.name} stops`, 1);
    return {};
  }
  return { row: { values: value, whole } };
};

type Note = (code: FindingCode, effect: Finding['effect'], text: string, column?: number) => void;

const withoutMark = (
  text: string,
  isFirst: boolean,
  loader: Loader,
  note: Note,
): { text: string; shift: number } => {
  if (!text.startsWith('\ufeff')) return { text, shift: 0 };
  const isTaken = isFirst && loader.reads === 'datasets';
  const consequence = isTaken
    ? '`datasets` skips it, other readers of JSON lines stop'
    : `${loader.name} stops`;
  note('bom', isTaken ? 'warn' : 'reject', `a byte order mark: ${consequence}`, 1);
  return { text: text.slice(1), shift: 1 };
};

const jsonArray = (note: Note): ReadLine => {
  note(
    'json-array',
    'reject',
    'the file is one JSON array: whatever reads line by line stops; write a row a line',
    1,
  );
  return { stop: true };
};

const effectOf = (code: FindingCode, loader: Loader): Finding['effect'] => {
  if (loader.reads === 'lines') return 'reject';
  return code === 'not-a-number' ? 'mangle' : 'reject';
};

const consequenceOf = (code: FindingCode, loader: Loader): string => {
  if (loader.reads === 'datasets' && code === 'several-values')
    return '`datasets` reads them all, whatever reads line by line stops, and the check cannot vouch for them; write a row a line';
  if (loader.reads === 'datasets' && code === 'not-a-number')
    return 'Arrow reads it, and the loss is NaN from there on';
  return `${loader.name} stops`;
};
