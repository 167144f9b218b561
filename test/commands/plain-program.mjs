/** In a thread of its own: runs the compiled command line for `cli.ts`, as often as it is asked to. */
import { parentPort, workerData } from 'node:worker_threads';

const { main } = await import(workerData.program);

const clockOf = (step) => {
  if (step === 'real') return Date.now;
  let now = -step;
  return () => {
    now += step;
    return now;
  };
};

parentPort.on('message', async ({ port, cwd, argv, env, step }) => {
  let out = '';
  let err = '';
  const io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    cwd,
    isTerminal: false,
    now: clockOf(step),
  };
  const code = await main(argv, io);
  port.postMessage({ code, out, err });
  port.close();
});
