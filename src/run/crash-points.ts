/**
 * Named places where a test may kill the process, so that "killed between write and fsync" is a case and not luck.
 * A signal from outside hits such a place once in thousands of tries. Without `HAPUI_CRASH_AT` the function is empty.
 */
export type CrashPoint = `${'append' | 'fsync' | 'rename'}:${'before' | 'after'}`;

const killOnPass = (point: string, pass: number): ((reached: CrashPoint) => void) => {
  let passes = 0;
  return (reached) => {
    if (reached !== point) return;
    passes += 1;
    if (passes === pass) process.kill(process.pid, 'SIGKILL');
  };
};

const plan = /^(\w+:\w+):(\d+)$/.exec(process.env.HAPUI_CRASH_AT ?? '');

/** Dies by SIGKILL on the pass that `HAPUI_CRASH_AT=append:before:17` names (here the 17th); otherwise does nothing. */
export const crashPoint: (reached: CrashPoint) => void =
  plan === null ? () => {} : killOnPass(plan[1] as string, Number(plan[2]));
