// Child process of the kill tests: stores `count` answers, four at a time, computing only those that are missing, and
// at most `allowed` of them.
// Says `computed n` before it stores an answer and `stored n` when that is acknowledged; writes to a pipe are done when
// the call returns, so what the parent has not read by then was not said.
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';

const [build, folder, count, fsync, allowed] = process.argv.slice(2);
const { openStore } = await import(`${build}/run/store/index.js`);

const say = (text) => {
  for (let rest = Buffer.from(`${text}\n`); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // The pipe does not block; on a busy machine the parent reads late.
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
};
const keyFor = (n) => createHash('sha256').update(String(n)).digest();

const store = await openStore(folder, { fsync });
if (store.takenOver) say(`taken over ${store.takenOver.pid}`);
const stage = await store.stage('generate', 'x');
say(`found ${stage.stats.records} corrupt ${stage.stats.corrupt}`);

let next = 0;
let computed = 0;
const work = async () => {
  while (next < Number(count)) {
    const n = next;
    next += 1;
    if (stage.has(keyFor(n))) continue;
    // One that is to be killed never ends by itself, however late the kill comes.
    if (computed === Number(allowed)) await new Promise(() => setInterval(() => {}, 1000));
    computed += 1;
    say(`computed ${n}`);
    await stage.put(keyFor(n), `answer ${n} `.repeat(1 + (n % 40)));
    say(`stored ${n}`);
  }
};
await Promise.all([work(), work(), work(), work()]);
await store.close();
say('done');
