/**
 * ONNX Runtime, imported on demand: which package, which device, and what really ran. Providers are asked for and checked by
 * a profile, because a session that cannot use CUDA says nothing when a single node stays on the CPU.
 */
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as onnxruntime from 'onnxruntime-node';
import { ConfigError } from '../errors.ts';
import { inNative } from './native.ts';
import { readOnnx, writeOnnx } from './onnx-model.ts';
import { readSkeleton } from './onnx-skeleton.ts';
import { shareCrossAttention } from './shared-cross-attention.ts';

/** The interface of `onnxruntime-node`, which packages named by `runtime` must have. */
export type Runtime = typeof onnxruntime;
export type Tensor = onnxruntime.Tensor;

/** A session whose calls are counted (`native.ts`). */
export interface Session
  extends Pick<onnxruntime.InferenceSession, 'inputNames' | 'inputMetadata' | 'outputMetadata'> {
  run(inputs: Tensors, outputs?: Readonly<Record<string, Tensor | null>>): Promise<Tensors>;
  release(): Promise<void>;
}

type Tensors = Readonly<Record<string, Tensor>>;

export const defaultRuntime = 'onnxruntime-node';

/** Imports a runtime package. Throws `missing-dependency` with the command that installs it. */
export const loadRuntime = async (name = defaultRuntime): Promise<Runtime> => {
  try {
    const module = await inNative(async () => (await import(name)) as Runtime & { default?: Runtime });
    const runtime = module.default ?? module;
    if (typeof runtime.InferenceSession?.create === 'function') {
      // What goes wrong is thrown, worded here, and need not be on standard error as well.
      if (runtime.env !== undefined) runtime.env.logLevel = 'fatal';
      return runtime;
    }
  } catch (cause) {
    throw new ConfigError(
      'missing-dependency',
      {
        where: 'runtime',
        found: `the package "${name}" could not be loaded (${reasonOf(cause)})`,
        fix: `Run: npm install ${name}`,
      },
      { cause, data: { package: name } },
    );
  }
  throw new ConfigError('missing-dependency', {
    where: 'runtime',
    found: `the package "${name}" is no ONNX Runtime`,
    expected: `a package with the interface of ${defaultRuntime}`,
  });
};

export interface SessionOptions {
  /** Names of providers in the order of preference; `cpu` is always last. */
  readonly providers: readonly Provider[];
  /** Threads of one operator. Default: as many as there are cores. */
  readonly threads?: number | undefined;
  /** Profile the session until `ranOn` is asked. */
  readonly profiled?: boolean;
}

export type Provider = 'cpu' | { readonly name: 'cuda'; readonly deviceId: number };

/** A session and what is known about where it runs. */
export interface LoadedSession {
  readonly session: Session;
  /** Whether the beams of a dialogue may share the keys and values of their source. */
  readonly sharesCross: boolean;
  /** Nodes a provider has run since loading, by provider; empty where the session was not profiled. Stops the profile. */
  ranOn(): Promise<Readonly<Record<string, number>>>;
}

/**
 * Loads a model: a file, or the bytes of a graph that needs no file. A file's weights are left to the runtime to map. With
 * `shareCross` a decoder is rewired, if its graph has the known pattern. Throws `model-load`.
 */
export const openSession = async (
  runtime: Runtime,
  model: string | Uint8Array,
  options: SessionOptions & { shareCross?: boolean },
): Promise<LoadedSession> => {
  const profile = options.profiled === true ? await mkdtemp(join(tmpdir(), 'hapui-profile-')) : undefined;
  // Weights are found beside the file itself, not beside a link to it, as download caches have them.
  const place = typeof model === 'string' ? await realpath(model).catch(() => model) : model;
  const folder = typeof place === 'string' ? dirname(place) : undefined;
  let failure: unknown;
  for (const { source, sharesCross } of waysToLoad(place, options.shareCross ?? false)) {
    try {
      const settings = ortOptions(options, folder, profile);
      const session = await inNative(() => runtime.InferenceSession.create(source as string, settings));
      const ranOn = async () => (profile === undefined ? {} : readProfile(session, profile));
      return { session: counted(session), sharesCross, ranOn };
    } catch (error) {
      failure = error;
    }
  }
  if (profile !== undefined) await rm(profile, { recursive: true, force: true });
  throw loadError(typeof model === 'string' ? model : 'a built-in graph', failure);
};

const counted = (session: onnxruntime.InferenceSession): Session => ({
  inputNames: session.inputNames,
  inputMetadata: session.inputMetadata,
  outputMetadata: session.outputMetadata,
  run: (inputs, outputs) =>
    inNative(() =>
      outputs === undefined ? session.run(inputs) : session.run(inputs, outputs),
    ) as Promise<Tensors>,
  release: () => inNative(() => session.release()),
});

/** From the best to the plainest: what a runtime or a file does not allow is no error while another way is left. */
function* waysToLoad(
  model: string | Uint8Array,
  shareCross: boolean,
): Generator<{ source: string | Uint8Array; sharesCross: boolean }> {
  const skeleton = typeof model === 'string' ? skeletonOf(model) : undefined;
  const rewired = shareCross && skeleton !== undefined ? rewire(skeleton) : undefined;
  if (rewired !== undefined) yield { source: rewired, sharesCross: true };
  if (skeleton !== undefined) yield { source: skeleton, sharesCross: false };
  yield { source: model, sharesCross: false };
}

const skeletonOf = (file: string): Uint8Array | undefined => {
  try {
    return readSkeleton(file);
  } catch (error) {
    // Whatever is wrong with the file, the runtime says it better.
    if (error instanceof RangeError || isFileError(error)) return undefined;
    throw error;
  }
};

const isFileError = (error: unknown): boolean => error instanceof Error && 'code' in error;

const rewire = (skeleton: Uint8Array): Uint8Array | undefined => {
  const model = readOnnx(skeleton);
  return shareCrossAttention(model) ? writeOnnx(model) : undefined;
};

const loadError = (file: string, cause: unknown): ConfigError =>
  new ConfigError(
    'model-load',
    {
      where: file,
      found: `ONNX Runtime cannot load this model (${reasonOf(cause)})`,
      expected: 'a complete ONNX file',
      fix: 'Export or copy the model again (docs/models.md).',
    },
    { cause, data: { file } },
  );

/** First line of an error, without the runtime's own prefixes. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 300) ?? '';

const ortOptions = (
  { providers, threads = availableParallelism() }: SessionOptions,
  folder: string | undefined,
  profile: string | undefined,
): onnxruntime.InferenceSession.SessionOptions => ({
  executionProviders: [...providers],
  intraOpNumThreads: threads,
  logSeverityLevel: 4,
  ...(folder === undefined
    ? {}
    : { extra: { session: { model_external_initializers_file_folder_path: folder } } }),
  ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: join(profile, 'profile') }),
});

interface ProfileEvent {
  readonly cat?: string;
  readonly args?: { readonly provider?: string };
}

const readProfile = async (
  session: onnxruntime.InferenceSession,
  folder: string,
): Promise<Record<string, number>> => {
  await inNative(() => session.endProfiling());
  const counts: Record<string, number> = {};
  for (const name of await readdir(folder)) {
    const events = JSON.parse(await readFile(join(folder, name), 'utf8')) as readonly ProfileEvent[];
    for (const { cat, args } of events) {
      if (cat === 'Node' && args?.provider) counts[args.provider] = (counts[args.provider] ?? 0) + 1;
    }
  }
  await rm(folder, { recursive: true, force: true });
  return counts;
};
