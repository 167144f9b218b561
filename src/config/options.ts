/** Options of plugins: checked when the config is loaded, resolved where the plugin is created. */
import { ConfigError } from '../errors.ts';
import type { Definition } from '../registry.ts';
import type { PluginOptions } from './config.ts';
import { findingsOf } from './issues.ts';
import { type KeyPath, keyText } from './position.ts';
import type { Finding } from './problems.ts';
import { type Env, resolveVariables } from './variables.ts';

/** Options with and without their references resolved. */
export interface OptionsPair {
  readonly written: PluginOptions;
  readonly resolved: PluginOptions;
}

/** What is wrong with the options of a plugin at `path`; `moreKeys`: names allowed beside the options there. */
export const findingsOfOptions = (
  definition: Definition<unknown>,
  { written, resolved }: OptionsPair,
  path: KeyPath,
  moreKeys: readonly string[] = [],
): readonly Finding[] => {
  const result = definition.options.safeParse(resolved);
  if (result.success) return [];
  return findingsOf(result.error.issues, { schema: definition.options, written, path, moreKeys });
};

/**
 * The plugin's resolved options: references replaced by values, defaults filled in. The result may hold secrets: it goes
 * to `create` and nowhere else.
 */
export const resolveOptions = <Options>(
  definition: Definition<Options>,
  options: PluginOptions,
  env: Env,
  where?: string,
): Options => {
  const result = definition.options.safeParse(resolveVariables(options, env));
  if (result.success) return result.data;
  const [first] = findingsOf(result.error.issues, { schema: definition.options, written: options, path: [] });
  const { code, path, found, expected, fix } = first as Finding;
  const place = [where ?? definition.name, keyText(path)].filter(Boolean).join(' ');
  throw new ConfigError(code, { where: place, found, expected, fix });
};

/** `value` without the keys `names`. */
export const without = (value: PluginOptions, names: readonly string[]): PluginOptions =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)));
