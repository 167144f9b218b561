/**
 * Tiny ONNX graphs that turn the logits of one or several models into the scores a search works on. In JavaScript the same
 * exponentials over 30,000 logits a beam cost a tenth of the whole decoding.
 */
import { bytesField, joined, numberField, type Parts, textField } from './protobuf.ts';

export type LogitsType = 'float32' | 'float16';

/** Field numbers of onnx.proto, and the element types of tensors. */
const elementType = { float32: 1, float16: 10 } as const;
const irVersion = 8;
const opset = 13;

export interface ScoreGraphOptions {
  readonly models: number;
  readonly type: LogitsType;
  /** What comes out for one model; several are always averaged and come out as logarithms of probabilities. */
  readonly output: 'logits' | 'log-probabilities';
}

/**
 * Bytes of a model with inputs `logits.0`, `logits.1`, … and the output `scores`, all rows × vocabulary, the output float32.
 * Several models: log of the mean of their softmax, soft voting over one token.
 */
export const scoreGraph = ({ models, type, output }: ScoreGraphOptions): Uint8Array => {
  const names = Array.from({ length: models }, (_, index) => `logits.${index}`);
  const casts = names.map((name, index) => node('Cast', [name], `cast.${index}`, [attribute('to', 1)]));
  const cast = names.map((_, index) => `cast.${index}`);
  const graph = [...casts, ...(models > 1 ? averaged(cast) : [node(...single(output), [])])].flatMap(
    (content) => bytesField(1, content),
  );
  return model([
    ...graph,
    ...textField(2, 'scores'),
    ...names.flatMap((name) => bytesField(11, matrix(name, elementType[type]))),
    ...bytesField(12, matrix('scores', elementType.float32)),
  ]);
};

const single = (output: ScoreGraphOptions['output']): [string, string[], string] =>
  output === 'logits' ? ['Identity', ['cast.0'], 'scores'] : ['LogSoftmax', ['cast.0'], 'scores'];

const averaged = (logits: readonly string[]): Parts[] => [
  ...logits.map((name, index) => node('Softmax', [name], `softmax.${index}`, [])),
  node(
    'Mean',
    logits.map((_, index) => `softmax.${index}`),
    'mean',
    [],
  ),
  node('Log', ['mean'], 'scores', []),
];

const node = (operator: string, inputs: readonly string[], output: string, attributes: Parts[]): Parts => [
  ...inputs.flatMap((name) => textField(1, name)),
  ...textField(2, output),
  ...textField(4, operator),
  ...attributes.flatMap((content) => bytesField(5, content)),
];

/** An integer attribute. */
const attribute = (name: string, value: number): Parts => [
  ...textField(1, name),
  ...numberField(3, value),
  ...numberField(20, 2),
];

/** `ValueInfoProto` of a rows × vocabulary tensor. */
const matrix = (name: string, element: number): Parts => {
  const dimension = (symbol: string): Parts => bytesField(1, textField(2, symbol));
  const shape = [...dimension('rows'), ...dimension('vocabulary')];
  const tensor = [...numberField(1, element), ...bytesField(2, shape)];
  return [...textField(1, name), ...bytesField(2, bytesField(1, tensor))];
};

const model = (graph: Parts): Uint8Array =>
  joined([
    ...numberField(1, irVersion),
    ...bytesField(7, graph),
    ...bytesField(8, [...textField(1, ''), ...numberField(2, opset)]),
  ]);
