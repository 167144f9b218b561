import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { encodeHeader, encodeRecord, headBytes, headerBytes, marker } from '../../../src/run/store/format.ts';
import { type ScanReport, scanLog } from '../../../src/run/store/scan.ts';

const keyFor = (n: number): Buffer => createHash('sha256').update(String(n)).digest();
const record = (n: number, payload: Uint8Array = Buffer.from(`answer ${n}`)): Buffer =>
  encodeRecord(keyFor(n), payload);

/** Scans a file of these bytes; `found` holds the first digits of the keys, in file order. */
const scanBytes = async (t: Test, bytes: Uint8Array): Promise<ScanReport & { found: string[] }> => {
  const path = join(t.testdir({}), 'a.log');
  writeFileSync(path, bytes);
  const handle = await open(path);
  const found: string[] = [];
  try {
    const report = await scanLog(handle, bytes.length, path, (buffer, keyAt) => {
      found.push(buffer.toString('hex', keyAt, keyAt + 32));
    });
    return { ...report, found };
  } finally {
    await handle.close();
  }
};
const keys = (...numbers: number[]): string[] => numbers.map((n) => keyFor(n).toString('hex'));

t.test('sound records are one stretch', async (t) => {
  const bytes = Buffer.concat([encodeHeader(), record(0), record(1), record(2)]);
  t.match(await scanBytes(t, bytes), {
    records: 3,
    corrupt: 0,
    tornBytes: 0,
    sound: [[headerBytes, bytes.length]],
    end: bytes.length,
    found: keys(0, 1, 2),
  });
  t.match(await scanBytes(t, encodeHeader()), { records: 0, corrupt: 0, tornBytes: 0, end: headerBytes });
  t.match(await scanBytes(t, Buffer.alloc(0)), { records: 0, corrupt: 0, tornBytes: 0 });
});

t.test('a damaged payload costs its record, however it is damaged', async (t) => {
  const evil = record(9, Buffer.from('a whole record, stored as an answer'));
  const middle = record(1, evil);
  const bytes = Buffer.concat([encodeHeader(), record(0), middle, record(2)]);
  const last = headerBytes + record(0).length + middle.length - 1;
  bytes[last] = bytes[last]! ^ 4;
  t.match(await scanBytes(t, bytes), { records: 2, corrupt: 1, tornBytes: 0, found: keys(0, 2) });
});

t.test('a damaged head costs its record, and the next is found', async (t) => {
  const size = record(0).length;
  for (const place of [0, 3, 4, 8, 12, 15, 16, 47]) {
    const bytes = Buffer.concat([encodeHeader(), record(0), record(1), record(2)]);
    const at = headerBytes + size + place;
    bytes[at] = bytes[at]! ^ 0x80;
    t.match(
      await scanBytes(t, bytes),
      { records: 2, corrupt: 1, tornBytes: 0, found: keys(0, 2) },
      `byte ${place}`,
    );
  }
});

t.test('a false start after damage does not hide the records after it', async (t) => {
  const beyond = encodeRecord(keyFor(8), Buffer.alloc(5000)).subarray(0, headBytes);
  const noise = Buffer.concat([Buffer.alloc(50, 1), marker, Buffer.alloc(60), beyond, marker.subarray(0, 3)]);
  const bytes = Buffer.concat([encodeHeader(), record(0), noise, record(1)]);
  t.match(await scanBytes(t, bytes), { records: 2, corrupt: 1, tornBytes: 0, found: keys(0, 1) });
});

t.test('an unfinished end is torn, a whole but damaged one is corrupt', async (t) => {
  const bytes = Buffer.concat([encodeHeader(), record(0), record(1)]);
  const end = headerBytes + record(0).length;
  for (let length = end + 1; length < bytes.length; length += 1)
    t.match(await scanBytes(t, bytes.subarray(0, length)), {
      records: 1,
      corrupt: 0,
      tornBytes: length - end,
      end,
    });
  const zeros = Buffer.concat([bytes.subarray(0, end), Buffer.alloc(4096)]);
  t.match(await scanBytes(t, zeros), { records: 1, corrupt: 1, tornBytes: 0, end });
});

t.test('a damaged header costs no record, a cut one is torn', async (t) => {
  const bytes = Buffer.concat([encodeHeader(), record(0)]);
  bytes[9] = 1;
  t.match(await scanBytes(t, bytes), { records: 1, corrupt: 1, found: keys(0) });
  t.match(await scanBytes(t, encodeHeader().subarray(0, 5)), { records: 0, corrupt: 0, tornBytes: 5 });
  t.match(await scanBytes(t, Buffer.from('hello')), { records: 0, corrupt: 1, tornBytes: 0 });
});

t.test('a newer format is refused, with its number', async (t) => {
  await t.rejects(scanBytes(t, encodeHeader(2)), {
    code: 'store-version',
    exitCode: 2,
    data: { version: 2, supported: 1 },
  });
});

t.test('records and damage across the borders of the window are read alike', async (t) => {
  const large = Buffer.alloc(3_000_000, 'x');
  const records = Array.from({ length: 5 }, (_, n) => record(n, large));
  const bytes = Buffer.concat([encodeHeader(), ...records, record(5, Buffer.alloc(9_000_000)), record(6)]);
  t.match(await scanBytes(t, bytes), { records: 7, corrupt: 0, found: keys(0, 1, 2, 3, 4, 5, 6) });
  // Without its marker, the first record is 3 MB in which the next one has to be looked for.
  bytes[headerBytes] = 0;
  t.match(await scanBytes(t, bytes), { records: 6, corrupt: 1, found: keys(1, 2, 3, 4, 5, 6) });
});
