/** The fp32 models that the goldens were made with: they lie outside the repository, in `$HAPUI_SHARED/models`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  resolveSettings,
  type Settings,
  type SettingsSource,
} from '../../../src/candidates/seq2seq/settings.ts';
import { chooseDevice } from '../../../src/models/device.ts';
import { loadRuntime } from '../../../src/models/onnx.ts';
import { type Dtype, readSeq2seqFolder, type Seq2seqFiles } from '../../../src/models/seq2seq-files.ts';
import { openSeq2seqModel } from '../../../src/models/seq2seq-model.ts';
import { openTokenScores, type TokenScores } from '../../../src/models/token-scores.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Folder of a model. */
export const sharedModel = (name: string): string =>
  join(resolve(root, process.env.HAPUI_SHARED ?? '../shared'), 'models', name);

/** Why tests that need the models are skipped; false where they are there. */
export const withoutModels: string | false = existsSync(sharedModel('tiny-bart'))
  ? false
  : 'the fp32 models are not there (set HAPUI_SHARED)';

/** A small model with random weights in every layout, made by `make.py` in its folder. */
export const randomModel = join(root, 'test/fixtures/random-bart');

/** A model, or several as an ensemble, that can be decoded with different settings. */
export interface OpenedModel {
  readonly files: Seq2seqFiles;
  settings(generate: SettingsSource['generate'], candidates: number): Settings;
  decoder(settings: Settings): Promise<TokenScores>;
  close(): Promise<void>;
}

/** How models are opened where a test does not want the default. */
export interface OpenChoice {
  readonly dtype?: Dtype;
  readonly shareCross?: boolean;
  /** Replaces what was found in the folder. */
  readonly change?: (files: Seq2seqFiles) => Seq2seqFiles;
}

/** Loads models on one thread of the CPU. */
export const openModels = async (
  folders: readonly string[],
  { dtype, shareCross = true, change = (files) => files }: OpenChoice = {},
): Promise<OpenedModel> => {
  const runtime = await loadRuntime();
  const device = await chooseDevice(runtime, 'cpu');
  const members = await Promise.all(
    folders.map(async (folder) => change(await readSeq2seqFolder(folder, dtype))),
  );
  const models = await Promise.all(
    members.map((member) => openSeq2seqModel(runtime, member, device, { threads: 1, shareCross })),
  );
  const files = members[0] as Seq2seqFiles;
  return {
    files,
    settings: (generate, candidates) =>
      resolveSettings({ generate, candidates, generation: files.generation, config: files.config }),
    decoder: ({ strategy, pad, start }) => {
      const isBeam = strategy === 'beam' || strategy === 'diverse';
      return openTokenScores(runtime, models, {
        output: isBeam ? 'log-probabilities' : 'logits',
        pad,
        start,
      });
    },
    close: async () => {
      for (const model of models) await model.close();
    },
  };
};
