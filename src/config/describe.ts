/** A config as a run's manifest keeps it. */
import type { Json } from '../types.ts';
import type { Config } from './config.ts';

/** The resolved config as plain data: references as written, so no secret and no value of the environment is in it. */
export const describeConfig = ({ folder: _, run_folder: __, ...config }: Config): Json =>
  JSON.parse(JSON.stringify(config)) as Json;
