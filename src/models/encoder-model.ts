/** An encoder on one device: batches of ids in, one output out. What the graph wants is read from its inputs. */
import { type BatchLimits, cutByLength } from './batches.ts';
import { type ChosenDevice, chooseDevice, type DeviceReport, deviceReport } from './device.ts';
import type { EncoderFiles } from './encoder-files.ts';
import { folderProblem } from './model-folder.ts';
import { type LoadedSession, loadRuntime, openSession, type Runtime, type Tensor } from './onnx.ts';
import type { Framed } from './text-frame.ts';

/** One output of a graph, as its file tells it: names of dimensions that differ, numbers of those that do not. */
export interface EncoderOutput {
  readonly name: string;
  readonly shape: readonly (string | number)[];
}

/** What a batch gave. */
export interface EncodedBatch {
  /** Which of the inputs these are, by position. */
  readonly rows: readonly number[];
  /** The numbers of all rows, one after the other. */
  readonly data: ArrayLike<number>;
  /** `rows × …`. */
  readonly dims: readonly number[];
}

export interface EncoderModel {
  readonly outputs: readonly EncoderOutput[];
  /** What ran where, once something did. */
  readonly report: DeviceReport | undefined;
  /** Runs inputs in batches of similar length; the same inputs make the same batches. */
  run(inputs: readonly Framed[], output: string, limits: BatchLimits): AsyncGenerator<EncodedBatch>;
  close(): Promise<void>;
}

export interface EncoderDevice {
  readonly runtime: string;
  readonly device: string;
  readonly threads?: number | undefined;
}

/** Loads the graph. Throws `model-load` where it wants what no text has, `missing-dependency` without the runtime or device. */
export const openEncoder = async (
  files: EncoderFiles,
  { runtime: name, device: wanted, threads }: EncoderDevice,
): Promise<EncoderModel> => {
  const runtime = await loadRuntime(name);
  const device = await chooseDevice(runtime, wanted);
  const { providers } = device;
  const profiled = providers.some((provider) => provider !== 'cpu');
  const loaded = await openSession(runtime, files.graph, { providers, threads, profiled });
  const unknown = loaded.session.inputNames.find((input) => !Object.hasOwn(inputMakers, input));
  if (unknown !== undefined) {
    await loaded.session.release();
    throw folderProblem(
      files.graph,
      `the input "${unknown}"`,
      `none but ${Object.keys(inputMakers).join(', ')}`,
      'Export the text part of the model alone.',
    );
  }
  return createEncoder(runtime, loaded, device, files.pad);
};

const createEncoder = (
  runtime: Runtime,
  { session, ranOn }: LoadedSession,
  device: ChosenDevice,
  pad: number,
): EncoderModel => {
  let report: DeviceReport | undefined;
  const runBatch = async (inputs: readonly Framed[], output: string): Promise<Tensor> => {
    const tensors = session.inputMetadata.map(({ name, ...of }) => {
      const type = 'type' in of && of.type === 'int32' ? 'int32' : 'int64';
      return [
        name,
        tensorOf(runtime, type, inputs, inputMakers[name]!, name === 'input_ids' ? pad : 0),
      ] as const;
    });
    const outputs = await session.run(Object.fromEntries(tensors), { [output]: null });
    report ??= deviceReport(device, await ranOn());
    return outputs[output]!;
  };
  return {
    outputs: session.outputMetadata.map((output) => ({
      name: output.name,
      shape: output.isTensor ? output.shape : [],
    })),
    get report() {
      return report;
    },
    run: async function* (inputs, output, limits) {
      const items = inputs.map(({ ids }) => ({ length: ids.length, rows: 1 }));
      for (const rows of cutByLength(items, limits)) {
        const { data, dims } = await runBatch(
          rows.map((row) => inputs[row]!),
          output,
        );
        yield { rows, data: numbersOf(data), dims };
      }
    },
    close: () => session.release(),
  };
};

type InputMaker = (input: Framed) => readonly number[];

/** What each input of a graph holds; shorter texts are filled up behind. */
const inputMakers: Readonly<Record<string, InputMaker>> = {
  input_ids: ({ ids }) => ids,
  attention_mask: ({ ids }) => ids.map(() => 1),
  token_type_ids: ({ types }) => types,
};

const tensorOf = (
  runtime: Runtime,
  type: 'int32' | 'int64',
  inputs: readonly Framed[],
  make: InputMaker,
  filler: number,
): Tensor => {
  const width = Math.max(...inputs.map(({ ids }) => ids.length));
  const flat = inputs.flatMap((input) => {
    const values = make(input);
    return [...values, ...new Array<number>(width - values.length).fill(filler)];
  });
  const dims = [inputs.length, width];
  return type === 'int32'
    ? new runtime.Tensor(type, Int32Array.from(flat), dims)
    : new runtime.Tensor(type, BigInt64Array.from(flat, BigInt), dims);
};

/** The numbers of a tensor; those of float16 come as bits. */
const numbersOf = (data: Tensor['data']): ArrayLike<number> =>
  data instanceof Uint16Array ? Float32Array.from(data, fromHalf) : (data as ArrayLike<number>);

/** IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
const fromHalf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
