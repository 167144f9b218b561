/** Prompts as the config names them. */
import { ConfigError } from '../errors.ts';
import type { Host } from '../registry.ts';
import { type Prompt, parsePrompt } from './prompts.ts';

/** Reads a prompt file; `steps`: fields beside those of every prompt. */
export const readPrompt = async (
  file: string,
  host: Host,
  steps: readonly string[] = [],
): Promise<Prompt> => {
  try {
    return parsePrompt(Buffer.from(await host.readFile(file)).toString('utf8'), file, steps);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(
      'config-path',
      { where: 'prompt', found: `the file ${file}, which cannot be read`, expected: 'a prompt file' },
      { cause },
    );
  }
};
