export type * from './config.ts';
export { describeConfig } from './describe.ts';
export { byCodePoint, idOfFile, resolvePath } from './files.ts';
export { configJsonSchema } from './json-schema.ts';
export { type LoadOptions, loadConfig } from './load.ts';
export { resolveOptions } from './options.ts';
export { configReference } from './reference.ts';
export { hapuiTables, type Tables, tablesOf, withDefinitions } from './tables.ts';
export { type Env, resolveVariables } from './variables.ts';
