/**
 * All beams of a dialogue attend to the same source, but exported graphs want its keys and values once a beam: four beams
 * of eight 400-token dialogues then read 470 MB a step instead of 120. A decoding step has one token a row, so the
 * query of a layer, reshaped to [rows, 1, heads, d], may as well be [dialogues, beams, heads, d]: the graph's own
 * Transpose makes [dialogues, heads, beams, d] of it, which meets the unexpanded keys, and what follows puts the rows back
 * in order. So only the shape given to one Reshape a layer changes.
 */
import {
  integerAttribute,
  integersNode,
  nodeParts,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
} from './onnx-model.ts';

const queryShape = 'hapui.query_shape';

/** Inputs with a row a dialogue, not a beam. The runtime shares buffers of equally named shapes, so they need a name. */
const ofSource =
  /^(encoder_attention_mask|encoder_hidden_states|past_key_values\.\d+\.encoder\.(key|value))$/;

/** Rewires the step of a decoder, and tells whether it could: every layer must have the known pattern, or nothing changes. */
export const shareCrossAttention = (model: OnnxModel): boolean => {
  const graph = [model.graph, ...branches(model.graph)].find((each) => crossKeys(each).length > 0);
  if (graph === undefined) return false;
  // Quantisation may do what concerns an input outside of the branch.
  const wires = wiresOf(graph === model.graph ? graph.nodes : [...model.graph.nodes, ...graph.nodes]);
  const keys = crossKeys(graph);
  const layers = keys.map((key) => layerOf(wires, key));
  if (!layers.every((layer) => layer !== undefined)) return false;
  for (const { name, shape } of model.graph.inputs) if (ofSource.test(name)) shape[0] = 'dialogues';
  graph.first.push(...shapeNodes(keys[0] as string));
  for (const { reshape } of layers) reshape.inputs[1] = queryShape;
  for (const scores of graph.nodes) if (scores.operator === 'MatMul') scaleQueryOnly(wires, scores);
  return true;
};

const branches = (graph: OnnxGraph): OnnxGraph[] =>
  graph.nodes.flatMap(({ attributes }) => attributes.flatMap((attribute) => attribute.graph ?? []));

/** Names of the cached keys of the source that the graph's nodes read, one a layer. */
const crossKeys = (graph: OnnxGraph): string[] => [
  ...new Set(
    graph.nodes.flatMap(({ inputs }) =>
      inputs.filter((name) => /^past_key_values\.\d+\.encoder\.key$/.test(name)),
    ),
  ),
];

interface Wires {
  readonly producer: ReadonlyMap<string, OnnxNode>;
  readonly consumers: ReadonlyMap<string, readonly OnnxNode[]>;
  readonly position: ReadonlyMap<OnnxNode, number>;
}

const wiresOf = (nodes: readonly OnnxNode[]): Wires => {
  const producer = new Map<string, OnnxNode>();
  const consumers = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const name of node.outputs) producer.set(name, node);
    for (const name of node.inputs) consumers.set(name, [...(consumers.get(name) ?? []), node]);
  }
  return { producer, consumers, position: new Map(nodes.map((node, index) => [node, index])) };
};

interface Layer {
  /** The node that splits the query into heads. */
  readonly reshape: OnnxNode;
}

/** Operators that treat numbers one by one, or all alike: exporters scale with them, quantisation wraps products in them. */
const plain: ReadonlySet<string> = new Set(['Mul', 'Div', 'Cast', 'DynamicQuantizeLinear', 'Identity']);
const products: ReadonlySet<string> = new Set(['MatMul', 'MatMulInteger']);

/** `product(Transpose(Reshape(q)), Transpose(key))` and `Transpose(product(…, value))`, with plain operators anywhere. */
const layerOf = (wires: Wires, key: string): Layer | undefined => {
  const turned = only(wires, key, (node) => isTransposed(node, [0, 1, 3, 2]));
  const scores = productOf(wires, turned?.outputs[0]);
  const query = producerOf(wires, scores?.inputs[0]);
  const reshape = wires.producer.get(query?.inputs[0] ?? '');
  if (!isTransposed(query, [0, 2, 1, 3]) || reshape?.operator !== 'Reshape') return undefined;
  const mixed = productOf(wires, key.replace(/key$/, 'value'));
  const back = consumerOf(wires, mixed?.outputs[0], (node) => isTransposed(node, [0, 2, 1, 3]));
  const onlyQuery = wires.consumers.get(reshape.outputs[0] ?? '')?.length === 1;
  return back !== undefined && onlyQuery ? { reshape } : undefined;
};

/** The product that has `name` as its second factor, behind plain operators. */
const productOf = (wires: Wires, name: string | undefined): OnnxNode | undefined => {
  let last = name;
  const found = consumerOf(wires, name, (node, input) => {
    last = input;
    return products.has(node.operator);
  });
  return found?.inputs[1] === last ? found : undefined;
};

/** The wanted consumer of `name`, behind plain operators that have no other way to go. */
const consumerOf = (
  wires: Wires,
  name: string | undefined,
  wanted: (node: OnnxNode, input: string) => boolean,
): OnnxNode | undefined => {
  let input = name;
  while (input !== undefined) {
    const here = input;
    const found = only(wires, here, (node) => wanted(node, here));
    if (found !== undefined) return found;
    input = only(wires, here, ({ operator, inputs }) => plain.has(operator) && inputs[0] === here)
      ?.outputs[0];
  }
  return undefined;
};

/** The producer of `name`, looking through plain operators. */
const producerOf = (wires: Wires, name: string | undefined): OnnxNode | undefined => {
  let node = wires.producer.get(name ?? '');
  while (node !== undefined && plain.has(node.operator)) node = wires.producer.get(node.inputs[0] ?? '');
  return node;
};

/**
 * Some exporters scale query and key by the root of the scale each. On the key that is a pass over the whole source a step,
 * and it keeps the runtime from fusing Transpose and MatMul; both factors go to the query.
 */
const scaleQueryOnly = (wires: Wires, scores: OnnxNode): void => {
  const [query, key] = scores.inputs.map((name) => wires.producer.get(name));
  if (query?.operator !== 'Mul' || key?.operator !== 'Mul') return;
  if (wires.producer.get(key.inputs[1] ?? '')?.operator !== 'Constant') return;
  if (!isTransposed(wires.producer.get(key.inputs[0] ?? ''), [0, 1, 3, 2])) return;
  if (wires.consumers.get(key.outputs[0] ?? '')?.length !== 1) return;
  if ((wires.position.get(query) ?? 0) > (wires.position.get(key) ?? 0)) return;
  const turned = key.inputs[0] as string;
  key.inputs[0] = query.outputs[0] as string;
  scores.inputs[0] = key.outputs[0] as string;
  scores.inputs[1] = turned;
};

const isTransposed = (node: OnnxNode | undefined, order: readonly number[]): node is OnnxNode =>
  node?.operator === 'Transpose' &&
  node.attributes.find(({ name }) => name === 'perm')?.integers.join() === order.join();

/** The one consumer of `name` that is wanted; undefined where there is none or several. */
const only = (
  wires: Wires,
  name: string | undefined,
  wanted: (node: OnnxNode) => boolean,
): OnnxNode | undefined => {
  const found = (wires.consumers.get(name ?? '') ?? []).filter(wanted);
  return found.length === 1 ? found[0] : undefined;
};

/** [dialogues, -1, heads, d] out of the keys' [dialogues, heads, tokens, d]. */
const shapeNodes = (key: string) => {
  const of = (name: string) => `${queryShape}.${name}`;
  return [
    nodeParts('Shape', [key], of('key')),
    integersNode(of('first'), [0]),
    integersNode(of('heads'), [1, 3]),
    integersNode(of('beams'), [-1]),
    nodeParts('Gather', [of('key'), of('first')], of('dialogues')),
    nodeParts('Gather', [of('key'), of('heads')], of('tail')),
    nodeParts('Concat', [of('dialogues'), of('beams'), of('tail')], queryShape, [
      integerAttribute('axis', 0),
    ]),
  ];
};
