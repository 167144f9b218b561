#!/usr/bin/env node
import { processIo } from './commands/io.ts';
import { main } from './commands/program.ts';

/** Time for the last output to be read; what else keeps the process then has been given up. */
const lingerMs = 2000;

process.exitCode = await main(process.argv.slice(2), processIo());
setTimeout(() => process.exit(), lingerMs).unref();
