export type * from './config.ts';
export { describeConfig } from './describe.ts';
export { type LoadOptions, loadConfig } from './load.ts';
export { resolveOptions } from './options.ts';
export { type Tables, withDefinitions } from './tables.ts';
export { type Env, resolveVariables } from './variables.ts';
