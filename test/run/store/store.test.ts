import { createHash } from 'node:crypto';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { encodeHeader } from '../../../src/run/store/format.ts';
import { openStore, type StageStore, type StoreOptions } from '../../../src/run/store/index.ts';
import { cannotMount, mountSmall } from '../../faults/mounts.ts';
import { seeded } from '../../faults/seeded.ts';

const keyFor = (n: number): Buffer => createHash('sha256').update(String(n)).digest();
const answer = (n: number): string => JSON.stringify({ n, text: `요약 ${n}`.repeat(1 + (n % 5)) });
const fingerprint = 'f0';
const logOf = (folder: string): string => join(folder, 'generate', `${fingerprint}.log`);

/** Opens a store, works with its one stage, closes it. */
const withStage = async <T>(
  folder: string,
  work: (stage: StageStore) => Promise<T>,
  options: StoreOptions = { fsync: 'second' },
): Promise<T> => {
  const store = await openStore(folder, options);
  try {
    return await work(await store.stage('generate', fingerprint));
  } finally {
    await store.close();
  }
};

const fill = (folder: string, numbers: readonly number[]): Promise<void> =>
  withStage(folder, async (stage) => {
    for (const n of numbers) await stage.put(keyFor(n), answer(n));
  });

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Which of the answers are there, each checked to be what was stored. */
const stored = async (stage: StageStore, numbers: readonly number[]): Promise<number[]> => {
  const found: number[] = [];
  for (const n of numbers) {
    const value = await stage.get(keyFor(n));
    if (value && value.toString() !== answer(n)) throw new Error(`answer ${n} changed`);
    if (value) found.push(n);
  }
  return found;
};

t.test('answers come back, before and after opening again', async (t) => {
  const folder = t.testdir({});
  await withStage(folder, async (stage) => {
    t.notOk(stage.has(keyFor(0)));
    t.equal(await stage.get(keyFor(0)), undefined);
    await Promise.all(upTo(50).map((n) => stage.put(keyFor(n), answer(n))));
    await stage.put(keyFor(99), Buffer.from([0, 255]));
    await stage.put(keyFor(98), '');
    t.equal(stage.size, 52);
    t.same(await stored(stage, upTo(50)), upTo(50));
  });
  await withStage(folder, async (stage) => {
    t.same(await stored(stage, upTo(50)), upTo(50));
    t.same(await stage.get(keyFor(99)), Buffer.from([0, 255]));
    t.same(await stage.get(keyFor(98)), Buffer.alloc(0));
    t.match(stage.stats, { records: 52, corrupt: 0, tornBytes: 0, duplicates: 0 });
    const keys: string[] = [];
    for await (const { key } of stage.records()) keys.push(Buffer.from(key).toString('hex'));
    t.same(
      keys,
      [...upTo(50), 99, 98].map((n) => keyFor(n).toString('hex')),
    );
  });
});

t.test('a key keeps its answer, also while it is on its way', async (t) => {
  const folder = t.testdir({});
  await withStage(folder, async (stage) => {
    const key = keyFor(0);
    const first = stage.put(key, 'first');
    const second = stage.put(Buffer.from(key), 'second');
    key.fill(0);
    await Promise.all([first, second]);
    await stage.put(keyFor(0), 'third');
    t.equal((await stage.get(keyFor(0)))?.toString(), 'first');
    t.equal(stage.stats.ignored, 2);
  });
  await withStage(folder, async (stage) => t.match(stage.stats, { records: 1, duplicates: 0 }));
});

t.test('a fresh run sees nothing, and its answers take the place of the old', async (t) => {
  const folder = t.testdir({});
  await fill(folder, [0, 1]);
  await withStage(
    folder,
    async (stage) => {
      t.equal(stage.size, 0);
      t.notOk(stage.has(keyFor(0)));
      await stage.put(keyFor(0), 'new');
      t.equal((await stage.get(keyFor(0)))?.toString(), 'new');
    },
    { fresh: true },
  );
  await withStage(folder, async (stage) => {
    t.equal((await stage.get(keyFor(0)))?.toString(), 'new');
    t.same(await stored(stage, [1]), [1]);
    t.match(stage.stats, { records: 3, duplicates: 1 });
  });
});

t.test('reading only takes no lock, makes nothing and repairs nothing', async (t) => {
  const folder = t.testdir({});
  const readOnly = { readOnly: true };
  await withStage(join(folder, 'none'), async (stage) => t.equal(stage.size, 0), readOnly);
  t.same(readdirSync(folder), []);
  await fill(folder, [0, 1]);
  truncateSync(logOf(folder), readFileSync(logOf(folder)).length - 1);
  const before = readFileSync(logOf(folder));
  await withStage(folder, async (writer) => {
    await writer.flush();
    await withStage(
      folder,
      async (stage) => {
        t.same(await stored(stage, [0, 1]), [0]);
        await t.rejects(stage.put(keyFor(2), ''), { message: /reading only/ });
      },
      readOnly,
    );
  });
  writeFileSync(logOf(folder), before);
  await withStage(folder, async (stage) => t.equal(stage.stats.tornBytes > 0, true), readOnly);
  t.same(readFileSync(logOf(folder)), before);
});

t.test('the last record cut at any byte costs that record only', async (t) => {
  const folder = t.testdir({});
  await fill(folder, upTo(3));
  const start = readFileSync(logOf(folder)).length;
  await fill(folder, [3]);
  const whole = readFileSync(logOf(folder));
  for (let length = start; length < whole.length; length += 1) {
    writeFileSync(logOf(folder), whole.subarray(0, length));
    await withStage(folder, async (stage) => {
      const lost = stage.stats.tornBytes !== length - start || stage.stats.corrupt !== 0;
      if (lost || (await stored(stage, upTo(4))).length !== 3) t.fail(`cut at ${length}`);
      await stage.put(keyFor(3), answer(3));
    });
    if (!readFileSync(logOf(folder)).equals(whole)) t.fail(`after cutting at ${length}`);
  }
  t.same(readdirSync(join(folder, 'generate')), [`${fingerprint}.log`]);
});

t.test('a log cut within its header begins anew', async (t) => {
  const folder = t.testdir({});
  await fill(folder, []);
  for (let length = 0; length < 16; length += 1) {
    truncateSync(logOf(folder), length);
    await fill(folder, []);
    t.same(readFileSync(logOf(folder)), encodeHeader());
  }
});

t.test('200 flipped bytes cost the records they hit, and nothing else', async (t) => {
  const folder = t.testdir({});
  const count = 40;
  const ends: number[] = [];
  await withStage(folder, async (stage) => {
    for (const n of upTo(count)) {
      await stage.put(keyFor(n), answer(n));
      ends.push(stage.stats.bytes);
    }
  });
  const whole = readFileSync(logOf(folder));
  const random = seeded(5);
  for (let flip = 0; flip < 200; flip += 1) {
    const place = Math.floor(random() * whole.length);
    const damaged = Buffer.from(whole);
    damaged[place] = damaged[place]! ^ (1 + Math.floor(random() * 255));
    writeFileSync(logOf(folder), damaged);
    const hit = place < 16 ? [] : [ends.findIndex((end) => place < end)];
    const redone = await withStage(folder, async (stage) => {
      const kept = new Set(await stored(stage, upTo(count)));
      const missing = upTo(count).filter((n) => !kept.has(n));
      t.equal(stage.stats.corrupt, 1, `byte ${place}`);
      t.same(readFileSync(stage.stats.aside ?? ''), damaged);
      for (const n of missing) await stage.put(keyFor(n), answer(n));
      return missing;
    });
    t.same(redone, hit, `byte ${place}`);
    await withStage(folder, async (stage) => {
      t.match(stage.stats, { records: count, corrupt: 0, tornBytes: 0, duplicates: 0 });
      t.equal(stage.stats.aside, undefined);
    });
    rmSync(`${logOf(folder)}.corrupt-1`);
  }
});

t.test('a damaged log is kept aside once, under a name that is free', async (t) => {
  const folder = t.testdir({});
  await fill(folder, upTo(4));
  const log = logOf(folder);
  const damaged = readFileSync(log);
  damaged[20] = damaged[20]! ^ 1;
  writeFileSync(log, damaged);
  writeFileSync(`${log}.corrupt-1`, 'of an earlier day');
  // As a run leaves it that was killed between keeping aside and rewriting.
  linkSync(log, `${log}.corrupt-2`);
  await withStage(folder, async (stage) => {
    t.equal(stage.stats.aside, `${log}.corrupt-2`);
    t.same(await stored(stage, upTo(4)), [1, 2, 3]);
  });
  t.same(readdirSync(join(folder, 'generate')).length, 3);
  t.same(readFileSync(`${log}.corrupt-2`), damaged);
  t.equal(readFileSync(`${log}.corrupt-1`, 'utf8'), 'of an earlier day');
});

t.test('a record that rots after opening is computed again', async (t) => {
  const folder = t.testdir({});
  await fill(folder, [0, 1]);
  await withStage(folder, async (stage) => {
    const bytes = readFileSync(logOf(folder));
    bytes[bytes.length - 1] = 0;
    writeFileSync(logOf(folder), bytes);
    t.same(await stored(stage, [0, 1]), [0]);
    t.notOk(stage.has(keyFor(1)));
    t.equal(stage.stats.unreadable, 1);
    await stage.put(keyFor(1), answer(1));
    t.same(await stored(stage, [0, 1]), [0, 1]);
  });
});

t.test('a newer format is refused and left alone', async (t) => {
  const folder = t.testdir({ generate: { [`${fingerprint}.log`]: encodeHeader(2) } });
  await t.rejects(fill(folder, [0]), { code: 'store-version' });
  t.same(readFileSync(logOf(folder)), encodeHeader(2));
  const lock = readdirSync(folder).filter((name) => name.startsWith('lock'));
  t.same(lock, [], 'and the lock is given back');
});

t.test('no link leads the store elsewhere', async (t) => {
  const folder = t.testdir({ outside: {}, store: { generate: {} }, victim: 'precious' });
  const store = join(folder, 'store');
  symlinkSync(join(folder, 'victim'), join(store, 'generate', `${fingerprint}.log`));
  await t.rejects(fill(store, [0]), { code: 'output-folder' });
  rmSync(join(store, 'generate'), { recursive: true });
  symlinkSync(join(folder, 'outside'), join(store, 'generate'));
  await t.rejects(fill(store, [0]), { code: 'output-folder' });
  t.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'precious');
  t.same(readdirSync(join(folder, 'outside')), []);
});

t.test('stages and fingerprints are plain names, and each is opened once', async (t) => {
  const store = await openStore(t.testdir({}));
  for (const name of ['../up', 'a/b', '', '.hidden', 'UP'])
    t.throws(() => store.stage(name, 'f'), RangeError, JSON.stringify(name));
  t.throws(() => store.stage('generate', '../f'), RangeError);
  t.equal(await store.stage('generate', 'f'), await store.stage('generate', 'f'));
  await store.close();
});

t.test(
  'a full disk stops in order: what was acknowledged stays, the store is sound',
  { skip: cannotMount },
  async (t) => {
    const disk = mountSmall(t, 'size=256k');
    const acknowledged: number[] = [];
    const full = { code: 'stopped', exitCode: 5 };
    const store = await openStore(disk.path);
    const stage = await store.stage('generate', fingerprint);
    const writes = upTo(200).map((n) =>
      stage.put(keyFor(n), answer(n).padEnd(4000)).then(() => acknowledged.push(n)),
    );
    await t.rejects(Promise.all(writes), full);
    await Promise.allSettled(writes);
    // One by one until it is full: together they stood or fell.
    const second = await openStore(join(disk.path)).catch((error) => error);
    t.match(second, { code: 'store-locked' });
    await t.rejects(stage.put(keyFor(999), ''), full);
    await t.rejects(store.close(), full);
    await withStage(disk.path, async (again) => {
      t.match(again.stats, { records: acknowledged.length, corrupt: 0, tornBytes: 0 });
      await (async () => {
        for (const n of upTo(200))
          await again.put(keyFor(n), answer(n).padEnd(4000)).then(() => acknowledged.push(n));
      })().catch(() => {});
      t.ok(acknowledged.length > 20);
    }).catch((error) => t.match(error, full));
    await withStage(
      disk.path,
      async (again) => {
        t.match(again.stats, { records: acknowledged.length, corrupt: 0, tornBytes: 0 });
        for (const n of acknowledged) t.equal(`${await again.get(keyFor(n))}`, answer(n).padEnd(4000));
      },
      { readOnly: true },
    );
  },
);

t.test('any sequence of puts, reopenings and cuts keeps exactly what came before the cut', async (t) => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), n: fc.nat(15) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cut' as const),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
  );
  const parent = mkdtempSync(join(tmpdir(), 'hapui-model-'));
  t.teardown(() => rmSync(parent, { recursive: true }));
  let runs = 0;
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    runs += 1;
    const folder = join(parent, String(runs));
    mkdirSync(folder);
    /** Numbers with the end of their record, in file order. */
    let model: { n: number; end: number }[] = [];
    let store = await openStore(folder, { fsync: 'second' });
    let stage = await store.stage('generate', fingerprint);
    for (const one of steps) {
      if (one.kind === 'put') {
        const isNew = !model.some(({ n }) => n === one.n);
        await stage.put(keyFor(one.n), answer(one.n));
        if (isNew) model.push({ n: one.n, end: stage.stats.bytes });
        continue;
      }
      await store.close();
      if (one.kind === 'cut') {
        const length = Math.floor(one.share * (model.at(-1)?.end ?? 16));
        truncateSync(logOf(folder), length);
        model = model.filter(({ end }) => end <= length);
      }
      store = await openStore(folder, { fsync: 'second' });
      stage = await store.stage('generate', fingerprint);
    }
    const found = await stored(stage, upTo(16));
    const expected = model.map(({ n }) => n).sort((a, b) => a - b);
    const isRight = stage.size === model.length && JSON.stringify(found) === JSON.stringify(expected);
    await store.close();
    return isRight;
  });
  await t.resolves(fc.assert(property, { numRuns: 40, seed: 11 }));
});

t.test('bytes that no hapui wrote after the last record are kept aside', async (t) => {
  const folder = t.testdir({});
  await fill(folder, [0]);
  appendFileSync(logOf(folder), Buffer.alloc(100));
  await withStage(folder, async (stage) => {
    t.match(stage.stats, { records: 1, corrupt: 1 });
    await stage.put(keyFor(1), answer(1));
  });
  await withStage(folder, async (stage) => t.same(await stored(stage, [0, 1]), [0, 1]));
});
