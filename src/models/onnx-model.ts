/** An ONNX model as a graph of nodes that can be rewired. Field numbers are those of onnx.proto. */
import {
  bytesField,
  type Field,
  fieldsOf,
  joined,
  numberField,
  type Parts,
  tag,
  textField,
  textOf,
} from './protobuf.ts';

/** One attribute of a node; only what rewiring looks at is read. */
export interface OnnxAttribute {
  readonly name: string;
  /** `ints`, such as `perm` of a Transpose. */
  readonly integers: readonly number[];
  readonly graph: OnnxGraph | undefined;
  readonly rest: Parts;
}

/** One node; `inputs` may be changed. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
  readonly rest: Parts;
}

/** A tensor that goes into a graph; names of dimensions that differ may have different values. */
export interface OnnxInput {
  readonly name: string;
  readonly elementType: number;
  readonly shape: (string | number)[];
}

/** Nodes in topological order; nodes pushed to `first` run before them. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxInput[];
  readonly nodes: readonly OnnxNode[];
  readonly first: Parts[];
  readonly rest: Parts;
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  readonly rest: Parts;
}

/** Reads a model. Throws `RangeError` where the bytes are none. */
export const readOnnx = (bytes: Uint8Array): OnnxModel => {
  let graph: OnnxGraph | undefined;
  const rest: Uint8Array[] = [];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 7) graph = readGraph(bytes, field);
    else rest.push(...copied(bytes, field));
  }
  if (graph === undefined) throw new RangeError('a model without a graph');
  return { graph, rest };
};

/** Bytes of the model with its changes. */
export const writeOnnx = ({ graph, rest }: OnnxModel): Uint8Array =>
  joined([...rest, ...bytesField(7, graphParts(graph))]);

/** A node for `OnnxGraph.first`. */
export const nodeParts = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Parts[] = [],
): Parts => [
  ...inputs.flatMap((name) => textField(1, name)),
  ...textField(2, output),
  ...textField(3, output),
  ...textField(4, operator),
  ...attributes.flatMap((attribute) => bytesField(5, attribute)),
];

/** An attribute holding one integer. */
export const integerAttribute = (name: string, value: number): Parts => [
  ...textField(1, name),
  ...numberField(3, value),
  ...numberField(20, 2),
];

/** A `Constant` node holding a list of 64-bit integers. */
export const integersNode = (output: string, values: readonly number[]): Parts => {
  const raw = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  const tensor = [...numberField(1, values.length), ...numberField(2, 7), ...bytesField(9, [raw])];
  const attribute = [...textField(1, 'value'), ...bytesField(5, tensor), ...numberField(20, 4)];
  return nodeParts('Constant', [], output, [attribute]);
};

const readGraph = (bytes: Uint8Array, span: Field): OnnxGraph => {
  const inputs: OnnxInput[] = [];
  const nodes: OnnxNode[] = [];
  const rest: Uint8Array[] = [];
  for (const field of fieldsOf(bytes, span.start, span.end)) {
    if (field.number === 1) nodes.push(readNode(bytes, field));
    else if (field.number === 11) inputs.push(readInput(bytes, field));
    // Shapes noted by the exporter are inferred again: they may use the names of dimensions that have changed.
    else if (field.number !== 13) rest.push(...copied(bytes, field));
  }
  return { inputs, nodes, first: [], rest };
};

/** `ValueInfoProto` → `TypeProto` → `Tensor` → `TensorShapeProto` → `Dimension`. */
const readInput = (bytes: Uint8Array, span: Field): OnnxInput => {
  const inside = (field: Field | undefined, number: number): Field[] =>
    field === undefined
      ? []
      : [...fieldsOf(bytes, field.start, field.end)].filter((f) => f.number === number);
  const name = inside(span, 1)[0];
  const tensor = inside(inside(span, 2)[0], 1)[0];
  return {
    name: name === undefined ? '' : textOf(bytes, name),
    elementType: inside(tensor, 1)[0]?.value ?? 0,
    shape: inside(inside(tensor, 2)[0], 1).map((dimension) => {
      const symbol = inside(dimension, 2)[0];
      return symbol === undefined ? (inside(dimension, 1)[0]?.value ?? 0) : textOf(bytes, symbol);
    }),
  };
};

const inputParts = ({ name, elementType, shape }: OnnxInput): Parts => {
  const dimensions = shape.map((size) =>
    typeof size === 'string' ? textField(2, size) : numberField(1, size),
  );
  const tensor = [
    ...numberField(1, elementType),
    ...bytesField(
      2,
      dimensions.flatMap((dimension) => bytesField(1, dimension)),
    ),
  ];
  return [...textField(1, name), ...bytesField(2, bytesField(1, tensor))];
};

const readNode = (bytes: Uint8Array, span: Field): OnnxNode => {
  const fields = [...fieldsOf(bytes, span.start, span.end)];
  const texts = (number: number) => fields.filter((f) => f.number === number).map((f) => textOf(bytes, f));
  return {
    operator: texts(4)[0] ?? '',
    inputs: texts(1),
    outputs: texts(2),
    attributes: fields.filter((f) => f.number === 5).map((f) => readAttribute(bytes, f)),
    rest: fields.filter((f) => ![1, 2, 5].includes(f.number)).flatMap((f) => copied(bytes, f)),
  };
};

const readAttribute = (bytes: Uint8Array, span: Field): OnnxAttribute => {
  const fields = [...fieldsOf(bytes, span.start, span.end)];
  const name = fields.find(({ number }) => number === 1);
  const graph = fields.find(({ number }) => number === 6);
  return {
    name: name === undefined ? '' : textOf(bytes, name),
    integers: fields.filter(({ number }) => number === 8).flatMap((field) => integersOf(bytes, field)),
    graph: graph === undefined ? undefined : readGraph(bytes, graph),
    rest: fields.filter(({ number }) => number !== 6).flatMap((field) => copied(bytes, field)),
  };
};

/** Repeated integers come one by one or packed. */
const integersOf = (bytes: Uint8Array, field: Field): number[] => {
  if (field.wire === 0) return [field.value];
  const values: number[] = [];
  for (let at = field.start, value = 0, scale = 1; at < field.end; at++) {
    const byte = bytes[at] as number;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    values.push(value);
    value = 0;
    scale = 1;
  }
  return values;
};

const graphParts = ({ inputs, nodes, first, rest }: OnnxGraph): Parts => [
  ...inputs.flatMap((input) => bytesField(11, inputParts(input))),
  ...first.flatMap((node) => bytesField(1, node)),
  ...nodes.flatMap((node) => bytesField(1, partsOf(node))),
  ...rest,
];

const partsOf = ({ inputs, outputs, attributes, rest }: OnnxNode): Parts => [
  ...inputs.flatMap((name) => textField(1, name)),
  ...outputs.flatMap((name) => textField(2, name)),
  ...rest,
  ...attributes.flatMap(({ graph, rest: fields }) =>
    bytesField(5, graph === undefined ? fields : [...fields, ...bytesField(6, graphParts(graph))]),
  ),
];

/** A field as it was. Numbers are copied as bytes: negative ones do not fit a double. */
const copied = (bytes: Uint8Array, { number, wire, start, end }: Field): Parts => {
  const content = bytes.subarray(start, end);
  return wire === 2 ? bytesField(number, [content]) : [tag(number, wire), content];
};
