export type * from './config.ts';
export { describeConfig } from './describe.ts';
export { idOfFile, resolvePath } from './files.ts';
export { configJsonSchema } from './json-schema.ts';
export { type LoadOptions, loadConfig } from './load.ts';
export { resolveOptions } from './options.ts';
export { configReference } from './reference.ts';
export { hapuiTables, type Tables, tablesOf, withPlugins } from './tables.ts';
export { type Env, resolveVariables } from './variables.ts';
