/** Which prompt the pairs are written for: the config's own, else the one that its chat systems share. */

import { type Config, resolveVariables } from '../../config/index.ts';
import { readPrompt } from '../../models/prompt-file.ts';
import type { PairPrompt } from '../../preferences/prompt.ts';
import type { Workspace } from '../workspace.ts';

/** The prompt, read. Where the systems differ, none is taken, and that is said. */
export const promptOf = async ({ options, host }: Workspace): Promise<PairPrompt> => {
  const { config, env, progress } = options;
  const { preferences, seed } = config;
  const shared = sharedBySystems(config);
  const file = preferences.prompt ?? shared.file;
  const maxChars = preferences.max_chars ?? shared.maxChars;
  if (file === undefined)
    progress.note(
      `The prompt of every pair is the dialogue alone: ${shared.found > 1 ? 'the chat systems have several prompts' : 'no chat system has a prompt'}. Set preferences.prompt to the one that the model is trained for.`,
    );
  const prompt = file === undefined ? undefined : await readPrompt(resolveVariables(file, env), host);
  return { prompt, maxChars, seed };
};

const sharedBySystems = ({ systems }: Config) => {
  const chats = systems.filter(({ kind }) => kind === 'chat').map(({ options }) => options);
  const files = new Set(
    chats.flatMap(({ prompt, prompts }) => (Array.isArray(prompts) ? prompts : [prompt])) as string[],
  );
  const lengths = new Set(chats.map((options) => options.max_chars as number | undefined));
  return {
    found: files.size,
    file: files.size === 1 ? [...files][0] : undefined,
    maxChars: lengths.size === 1 ? [...lengths][0] : undefined,
  };
};
