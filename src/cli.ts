#!/usr/bin/env node
import { refuseEarlyExit } from './commands/early-exit.ts';
import { endWithReader, processIo } from './commands/io.ts';
import { main } from './commands/program.ts';

/** Time for the last output to be read; what else keeps the process then has been given up. */
const lingerMs = 2000;

endWithReader();
const io = processIo();
const done = refuseEarlyExit(io);
process.exitCode = await main(process.argv.slice(2), io);
done();
setTimeout(() => process.exit(), lingerMs).unref();
