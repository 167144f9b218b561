/**
 * The schema that Arrow infers for a JSONL file, as `datasets` uses it. It reads 10 MiB at a time; the first piece decides the columns
 * and their types, and every row is cast to them. Measured with `datasets` 4.0.0, 4.8.4 and 5.0.1 (`test/interop/`): up to 4.0 a
 * value of another type stops it; later ones turn the column into one of mixed JSON, which trainers meet as other types.
 */
import { type Add, type Effect, isObject, type Row, typeName } from './loader.ts';

/** Bytes that `datasets` reads before it decides the schema. */
const firstPiece = 10 << 20;

interface Shape {
  readonly type: string;
  readonly item?: Shape;
  readonly fields?: ReadonlyMap<string, Shape>;
}

const nothing: Shape = { type: 'null' };

const shapeOf = (value: unknown): Shape => {
  if (Array.isArray(value)) return { type: 'list', item: value.map(shapeOf).reduce(join, nothing) };
  if (!isObject(value)) return { type: typeName(value) };
  return {
    type: 'object',
    fields: new Map(Object.entries(value).map(([key, field]) => [key, shapeOf(field)])),
  };
};

/** What is known after both: the first keys and types stand, but nulls and empty lists say nothing of a type. */
const join = (known: Shape, other: Shape): Shape => {
  if (known.type === 'null') return other;
  if (known.type !== other.type) return known;
  if (known.type === 'list')
    return { type: 'list', item: join(known.item ?? nothing, other.item ?? nothing) };
  if (known.type !== 'object') return known;
  const fields = [...(known.fields ?? [])];
  return {
    type: 'object',
    fields: new Map(fields.map(([key, field]) => [key, join(field, other.fields?.get(key) ?? nothing)])),
  };
};

/** What Arrow takes for a point in time, to the second. */
const pointInTime = /^\d{4}-\d\d-\d\d(?:[ T]\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

interface Place {
  readonly path: string;
  /** Whether the schema is decided. */
  readonly late: boolean;
  readonly told: readonly string[];
  readonly add: Add;
}

const inTime = 'is not in the rows before, which get null for it';
const tooLate = 'is not in the first 10 MiB, whose columns are those of the file: `datasets` stops';

export interface SchemaCheck {
  /**
   * Compares a row, which begins at `offset` bytes, with those before it. `whole`: keys whose numbers are written without
   * point and exponent; `told`: keys whose absence has been said.
   */
  row(
    row: Row,
    line: { readonly offset: number; readonly whole: ReadonlySet<string> },
    told: readonly string[],
    add: Add,
  ): void;
  /** What is to be said of whole columns. */
  end(add: Add): void;
}

/** `nulls`: what the trainer makes of them. */
export const createSchemaCheck = (nulls: readonly [Effect, string]): SchemaCheck => {
  let known: Shape | undefined;
  /** Columns of texts → whether all so far look like points in time. */
  const texts = new Map<string, boolean>();

  const compare = (expected: Shape, value: unknown, place: Place): void => {
    const { path, add } = place;
    const type = typeName(value);
    if (type === 'null') {
      add('null', nulls[0], `${path} is null: ${nulls[1]}`);
      return;
    }
    if (type === 'text' && texts.get(path) !== false) texts.set(path, pointInTime.test(value as string));
    if (expected.type === 'null') return;
    if (type !== expected.type)
      add(
        'mixed-types',
        'reject',
        `${path} is ${type}, and ${expected.type} in rows before: \`datasets\` up to 4.0 stops, later ones make it a column of mixed JSON`,
      );
    else if (Array.isArray(value))
      for (const item of value) compare(expected.item ?? nothing, item, { ...place, path: `${path}[]` });
    else if (isObject(value)) compareFields(expected, value, place);
  };

  const compareFields = (expected: Shape, value: Row, place: Place): void => {
    const { path, late, told, add } = place;
    const pathOf = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const [key, field] of Object.entries(value)) {
      const shape = expected.fields?.get(key);
      if (shape === undefined)
        add('extra-key', late ? 'reject' : 'mangle', `${pathOf(key)} ${late ? tooLate : inTime}`);
      compare(shape ?? nothing, field, { ...place, path: pathOf(key) });
    }
    for (const key of expected.fields?.keys() ?? [])
      if (!Object.hasOwn(value, key) && !told.includes(pathOf(key)))
        add('missing-key', 'reject', `${pathOf(key)} is absent: the row gets null, which no trainer expects`);
  };

  /** Columns of numbers → whether all in the first piece are whole, as they are written: `1.0` is not. */
  const whole = new Map<string, boolean>();

  const compareNumbers = (row: Row, written: ReadonlySet<string>, late: boolean, add: Add): void => {
    for (const [key, value] of Object.entries(row)) {
      if (typeof value !== 'number') continue;
      if (!late) whole.set(key, written.has(key) && whole.get(key) !== false);
      else if (!Number.isInteger(value) && whole.get(key) === true)
        add(
          'mixed-types',
          'reject',
          `${key} is ${value}, and whole numbers alone in the first 10 MiB, which make it a column of those: \`datasets\` stops`,
        );
    }
  };

  return {
    row(row, { offset, whole: written }, told, add) {
      const shape = shapeOf(row);
      const late = offset > firstPiece;
      compareFields(known ?? shape, row, { path: '', late, told, add });
      compareNumbers(row, written, late, add);
      known = known === undefined ? shape : join(known, shape);
    },
    end(add) {
      for (const [path, isTime] of texts)
        if (isTime)
          add(
            'timestamps',
            'reject',
            `every text of ${path} looks like a point in time, and Arrow makes it one: trainers get no text`,
          );
    },
  };
};
