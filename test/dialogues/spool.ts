/** Spools for tests. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Spool } from '../../src/dialogues/spool.ts';

/** A spool whose files go away with the test; `names` gathers what was asked for. */
export const testSpool = (t: Test, names: string[] = []): Spool => ({
  async create(name) {
    const folder = mkdtempSync(join(tmpdir(), 'hapui-test-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const path = join(folder, `${names.push(name)}`);
    writeFileSync(path, '');
    return { path, write: async (chunk) => appendFileSync(path, chunk), close: async () => {} };
  },
});
